package dev.kiln.host.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.graph.format.OnnxWriter;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network whose weights lie beside it, as exports of more than two gigabytes have it. */
class ExternalDataTest {
  @TempDir private Path temp;
  private Path model;
  private Path data;

  @BeforeEach
  void split() throws IOException {
    model = DamagedModel.copy(temp.resolve("split"));
    Path network = model.resolve("unet/model.onnx");
    data = Files.move(network, network.resolveSibling("model.onnx_data"));
    Graph graph = OnnxReader.read(data);
    Files.write(network, OnnxWriter.write(graph, data.toRealPath().getParent()));
  }

  @Test
  void weightsBesideTheNetworkAreUsed() {
    assertThat(draw()).isNotEmpty();
  }

  @Test
  void missingWeightsAreNamed() throws IOException {
    Files.delete(data);
    assertThatThrownBy(this::draw)
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            model.resolve("unet/model.onnx")
                + " cannot be read as an ONNX network: it needs the file "
                + data
                + " with its weights, which is missing; copy or export it again");
  }

  @Test
  void truncatedWeightsAreNamed() throws IOException {
    DamagedModel.truncate(data);
    assertThatThrownBy(this::draw)
        .isInstanceOf(BadRequest.class)
        .hasMessageStartingWith(
            data + " ends at byte " + Files.size(data) + ", before the weight '")
        .hasMessageEndingWith("'; copy or export it again");
  }

  private byte[] draw() {
    try (ModelStore models = DefaultModel.store(temp)) {
      GenerationRequest request =
          GenerationRequest.of("").steps(1).seed(1).model(model.toString()).build();
      return new GenerationPipeline(models, HookSource.NONE)
          .generate("job", request, Progress.SILENT, new Cancellation())
          .images()
          .get(0)
          .rgb();
    }
  }
}
