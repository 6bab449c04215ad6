package dev.kiln.host.tuning;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.network.AttentionModule;
import dev.kiln.host.network.BlockModule;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.host.NetworkProfiles.Block;
import dev.kiln.spi.host.NetworkProfiles.Kind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A block alone over the positions of a square picture. */
record BlockSubject(Block block) implements Subject {
  private static final int TEXT = 77;
  private static final int WINDOW_TOKENS = 64;

  BlockSubject {
    int side = (int) Math.round(Math.sqrt(block.tokens()));
    boolean fits = side * side == block.tokens() && (block.kind() != Kind.SWIN || side % 8 == 0);
    if (block.rows() < 1 || block.heads() < 1 || block.headSize() < 1 || side < 1 || !fits) {
      throw new BadRequest(
          block + " is no block; its tokens are a square number, of a multiple of 8 for SWIN");
    }
  }

  private int width() {
    return block.heads() * block.headSize();
  }

  private int side() {
    return (int) Math.round(Math.sqrt(block.tokens()));
  }

  @Override
  public Graph graph() {
    LayerOperators operators = LayerOperators.EXPORTED;
    BlockModule module = new BlockModule(width(), block.heads(), side());
    return switch (block.kind()) {
      case ATTENTION -> new AttentionModule(width(), block.heads(), false).graph(operators);
      case TRANSFORMER -> module.transformer(operators);
      case SWIN -> module.swin(operators);
      case METAFORMER -> module.metaformer(operators);
      case RESNET -> module.resnet(operators);
    };
  }

  @Override
  public Path file() {
    return Path.of(block.kind().name().toLowerCase(Locale.ROOT) + "-" + block.tokens());
  }

  @Override
  public NetworkShape shape() {
    return new NetworkShape(block.rows(), side(), side(), TEXT);
  }

  @Override
  public Map<String, long[]> inputs() {
    Map<String, long[]> inputs = new LinkedHashMap<>();
    inputs.put("sample", output());
    if (block.kind() == Kind.TRANSFORMER) {
      inputs.put(
          "encoder_hidden_states", new long[] {block.rows(), TEXT, BlockModule.CONTEXT_WIDTH});
    }
    return inputs;
  }

  private long[] output() {
    return new long[] {block.rows(), width(), side(), side()};
  }

  @Override
  public long scoreBytes() {
    long keys =
        switch (block.kind()) {
          case ATTENTION, TRANSFORMER -> block.tokens();
          case SWIN -> WINDOW_TOKENS;
          case METAFORMER, RESNET -> 0;
        };
    return Float.BYTES * keys * block.rows() * block.heads() * block.tokens();
  }
}
