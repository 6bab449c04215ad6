package com.example.squaredrelu;

import dev.kiln.spi.graph.FeedForward;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.index.PluginOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.pf4j.Extension;

/** Lets the UNet's feed-forwards activate by relu(x)², as Primer does (arXiv 2109.08668). */
@Extension
@ApplicationScoped
public class SquaredRelu implements GraphPatcher {
  /** A request that wants it says {@code "plugins": {"squared-relu": {}}}. */
  @PluginOptions
  public record Options() {}

  @Override
  public Optional<GraphPatch> open(NetworkContext network) {
    return network.kind() == NetworkKind.UNET
        ? network.options(Options.class).map(options -> new Swap())
        : Optional.empty();
  }

  private static final class Swap implements GraphPatch {
    @Override
    public String fingerprint() {
      return "all feed-forwards";
    }

    @Override
    public void apply(NetworkGraph network) {
      GraphEditor graph = network.editor();
      for (FeedForward unit : network.feedForwards()) {
        Value positive = graph.op("Relu", unit.input());
        network.replace(unit.activated(), graph.mul(positive, positive));
      }
    }
  }
}
