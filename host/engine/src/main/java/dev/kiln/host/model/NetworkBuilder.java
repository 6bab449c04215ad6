package dev.kiln.host.model;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.WeightSource;
import dev.kiln.host.network.ClipTextConfig;
import dev.kiln.host.network.ClipTextModel;
import dev.kiln.host.network.ControlNetModel;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.network.Unet2dConditionModel;
import dev.kiln.host.network.UnetConfig;
import dev.kiln.host.network.VaeConfig;
import dev.kiln.host.network.VaeDecoder;
import dev.kiln.host.network.VaeEncoder;
import dev.kiln.spi.graph.NetworkKind;

/** What builds a network of a certain kind and configuration. */
public interface NetworkBuilder {
  /**
   * @throws dev.kiln.spi.BadRequest when a weight is missing or of another shape
   */
  Graph graph(WeightSource weights, LayerOperators operators);

  /**
   * @param config in the form of diffusers' {@code config.json}
   * @param where it stands, for messages
   * @throws dev.kiln.spi.BadRequest when it asks for what Kiln cannot build
   */
  static NetworkBuilder of(NetworkKind network, JsonNode config, String where) {
    return switch (network) {
      case TEXT_ENCODER -> new ClipTextModel(ClipTextConfig.of(config, where))::graph;
      case UNET -> new Unet2dConditionModel(UnetConfig.of(config, where))::graph;
      case VAE_DECODER -> new VaeDecoder(VaeConfig.of(config, where))::graph;
      case VAE_ENCODER -> new VaeEncoder(VaeConfig.of(config, where))::graph;
      case CONTROLNET -> ControlNetModel.of(config, where)::graph;
    };
  }
}
