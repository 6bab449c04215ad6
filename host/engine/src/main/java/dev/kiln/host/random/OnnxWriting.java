package dev.kiln.host.random;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.format.OnnxWriter;
import dev.kiln.host.model.NetworkBuilder;
import dev.kiln.host.network.LayerOperators;
import dev.kiln.host.weights.StateDict;
import dev.kiln.spi.graph.NetworkKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Writes a folder as optimum exports it, with the weights of each network in a separate file. */
final class OnnxWriting implements RandomModel.Writer {
  private static final String WEIGHTS = "weights.safetensors";

  private final RandomModel model;

  OnnxWriting(RandomModel model) {
    this.model = model;
  }

  @Override
  public long bytes() {
    return model.kind().parts().stream()
        .mapToLong(
            part ->
                ParameterShapes.networks(part).length
                    * new DiffusersWriting(model).weights(part).bytes())
        .sum();
  }

  @Override
  public void write(Path folder) throws IOException {
    for (String part : model.kind().parts()) {
      ObjectNode config = (ObjectNode) model.configs().path(part);
      for (NetworkKind network : ParameterShapes.networks(part)) {
        Path target =
            Files.createDirectories(folder.resolve(network.name().toLowerCase(Locale.ROOT)));
        new ObjectMapper().writeValue(target.resolve("config.json").toFile(), config);
        new DiffusersWriting(model).weights(part).write(target.resolve(WEIGHTS));
        Graph graph =
            NetworkBuilder.of(network, config, part)
                .graph(StateDict.open(target.resolve(WEIGHTS)), LayerOperators.EXPORTED);
        Files.write(target.resolve("model.onnx"), OnnxWriter.write(graph, target.toRealPath()));
      }
    }
    DiffusersWriting.common(model, folder, "OnnxStableDiffusionPipeline");
  }
}
