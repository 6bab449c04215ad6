package dev.kiln.plugin.latentcouple;

import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The maps of regions inside of the network: fed once at the latents' size, and made for each of
 * its levels there by the mean of the area that a place of the level stands for.
 */
final class RegionMaps {
  /** Its name; [1, maps, height, width] with one map for each entry of the tokens' lengths. */
  static final String INPUT = "latent_couple_regions";

  /**
   * What is added to scores of tokens that a place does not read: within float16, and e to it 0.
   */
  private static final float NEVER = -10000;

  private final GraphEditor graph;
  private final Value input;
  private final Value tokensOfParts;
  private final OptionalInt base;
  private final int parts;

  /**
   * @param bias [1, 1, places, tokens]: the logarithm of the weight that a token's part has there
   * @param base [1, places, 1]: how much of the common prompt is read there; NONE without one
   */
  record Level(Value bias, Value base) {}

  RegionMaps(NetworkGraph network, JoinedTokens tokens, OptionalInt base) {
    this.graph = network.editor();
    this.base = base;
    this.parts = tokens.lengths().size();
    this.input =
        network.input(
            INPUT, "1", Integer.toString(maps(tokens, base)), "region_rows", "region_columns");
    this.tokensOfParts = graph.constant(ownership(tokens));
  }

  /** How many maps there are: behind those of the parts lies the share of the common prompt. */
  static int maps(JoinedTokens tokens, OptionalInt base) {
    return tokens.lengths().size() + (base.isPresent() ? 1 : 0);
  }

  /** [parts, tokens]: 1 where a token belongs to a part. */
  private static Tensor ownership(JoinedTokens tokens) {
    Tensor ownership = Tensor.zeros(tokens.lengths().size(), tokens.total());
    for (int part = 0; part < tokens.lengths().size(); part++) {
      int row = part * tokens.total();
      Arrays.fill(ownership.data(), row + tokens.start(part), row + tokens.start(part + 1), 1);
    }
    return ownership;
  }

  /** The maps where the picture was halved so often, each time rounded up. */
  Level level(int halvings) {
    Value flat = graph.reshape(pooled(1L << halvings), 0, 0, -1);
    Value places = graph.transpose(flat, 0, 2, 1);
    Value weights = base.isPresent() ? graph.slice(places, 2, 0, parts) : places;
    Value drawn = graph.op("Greater", weights, graph.constant(0));
    Value logs = graph.op("Where", drawn, graph.op("Log", weights), graph.constant(NEVER));
    Value bias = graph.matmul(logs, tokensOfParts);
    return new Level(
        graph.op("Unsqueeze", bias, graph.list(1)),
        base.isPresent() ? graph.slice(places, 2, parts, parts + 1) : Value.NONE);
  }

  private Value pooled(long side) {
    return side == 1
        ? input
        : graph.op(
            "AveragePool",
            Attributes.ofList("kernel_shape", side, side)
                .andList("strides", side, side)
                .and("ceil_mode", 1),
            input);
  }
}
