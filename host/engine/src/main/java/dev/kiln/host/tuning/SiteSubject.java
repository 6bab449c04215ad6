package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.network.AttentionModule;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.AttentionLab.Site;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One attention alone with its projections, as an exporter writes it, over a picture's positions.
 */
record SiteSubject(Site site, LayerOperators operators) implements Subject {
  private int width() {
    return site.heads() * site.headSize();
  }

  private int side() {
    int root = (int) Math.round(Math.sqrt(site.tokens()));
    return root * root == site.tokens() ? root : 1;
  }

  private boolean cross() {
    return site.keyTokens() != site.tokens();
  }

  @Override
  public Graph graph() {
    return new AttentionModule(width(), site.heads(), cross()).graph(operators);
  }

  @Override
  public Path file() {
    return Path.of("attention-" + site.tokens());
  }

  @Override
  public NetworkShape shape() {
    return new NetworkShape(site.rows(), site.tokens() / side(), side(), site.keyTokens());
  }

  @Override
  public Map<String, long[]> inputs() {
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put("sample", new long[] {site.rows(), width(), site.tokens() / side(), side()});
    if (cross()) {
      inputs.put("encoder_hidden_states", new long[] {site.rows(), site.keyTokens(), width()});
    }
    return inputs;
  }

  @Override
  public long scoreBytes() {
    return (long) Float.BYTES * site.rows() * site.heads() * site.tokens() * site.keyTokens();
  }
}
