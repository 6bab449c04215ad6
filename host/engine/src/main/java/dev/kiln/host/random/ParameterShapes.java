package dev.kiln.host.random;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Weight;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.host.model.NetworkBuilder;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.spi.graph.NetworkKind;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the parameters of a network by building it and recording what it asks for. */
final class ParameterShapes implements WeightSource {
  private final Map<String, long[]> shapes = new LinkedHashMap<>();

  private ParameterShapes() {}

  /**
   * Shapes by name, in the order in which they are needed.
   *
   * @param part "unet", "text_encoder", "vae" or "controlnet"
   * @param configs of all parts
   * @throws dev.kiln.spi.BadRequest when the configuration cannot be built
   */
  static Map<String, long[]> of(String part, JsonNode configs) {
    JsonNode config = configs.path(part);
    ParameterShapes shapes = new ParameterShapes();
    for (NetworkKind network : networks(part)) {
      NetworkBuilder.of(network, config, part).graph(shapes, LayerOperators.EXPORTED);
    }
    return shapes.shapes;
  }

  static NetworkKind[] networks(String part) {
    return switch (part) {
      case "unet" -> new NetworkKind[] {NetworkKind.UNET};
      case "controlnet" -> new NetworkKind[] {NetworkKind.CONTROLNET};
      case "text_encoder" -> new NetworkKind[] {NetworkKind.TEXT_ENCODER};
      default -> new NetworkKind[] {NetworkKind.VAE_ENCODER, NetworkKind.VAE_DECODER};
    };
  }

  @Override
  public Weight weight(String name, long... shape) {
    shapes.put(name, shape.clone());
    return new Weight(name, ElementType.FLOAT, shape, new Weight.Inline(new byte[0]));
  }

  @Override
  public boolean has(String name) {
    return true;
  }
}
