package dev.kiln.host.graph.find;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.edit.ForeignExport;
import dev.kiln.host.graph.edit.GraphEdit;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.spi.graph.ConvolutionShape;
import dev.kiln.spi.graph.ConvolutionSite;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionFinderTest {
  private static List<ConvolutionSite> sites(String file, Optional<NetworkShape> shape) {
    Graph graph = OnnxReader.read(Networks.fixture(file));
    ForeignExport.mend(graph);
    return new GraphEdit(graph, NetworkKind.UNET, shape).convolutions();
  }

  private static String text(ConvolutionShape shape) {
    return shape.height()
        + "x"
        + shape.width()
        + " to "
        + shape.outputHeight()
        + "x"
        + shape.outputWidth();
  }

  /** Down by a stride, and up to the size of what it is joined with, also where that is odd. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "unet-eager-14.onnx",
        "unet-sdpa-17.onnx",
        "unet-dynamo-20.onnx",
        "unet-dynamo-23.onnx"
      })
  void heightsAndWidthsFollowFromTheLatents(String file) {
    List<ConvolutionSite> sites = sites(file, Optional.of(new NetworkShape(2, 9, 14, 77)));
    assertThat(sites).hasSizeGreaterThan(10);
    assertThat(sites.get(0).shape().rows()).isEqualTo(2);
    assertThat(sites).extracting(site -> text(site.shape())).contains("9x14 to 9x14");
    assertThat(sites).extracting(site -> text(site.shape())).contains("9x14 to 5x7", "5x7 to 5x7");
    assertThat(text(sites.get(sites.size() - 1).shape())).isEqualTo("9x14 to 9x14");
    assertThat(sites).allSatisfy(site -> assertThat(site.shape().height()).isPositive());
  }

  @Test
  void ofAGraphForEveryShapeTheyAreNotKnown() {
    List<ConvolutionSite> sites = sites("unet-sdpa-17.onnx", Optional.empty());
    assertThat(sites).extracting(site -> site.shape().height()).containsOnly(-1L);
    assertThat(sites).extracting(site -> site.shape().rows()).containsOnly(-1L);
    ConvolutionSite first = sites.get(0);
    assertThat(first.path()).isEqualTo("/conv_in");
    assertThat(first.bias()).isPresent();
    assertThat(first.shape().inputs()).isEqualTo(4);
    assertThat(first.shape().window().kernel()).containsExactly(3L, 3L);
    assertThat(first.shape().window().padding()).containsExactly(1L, 1L, 1L, 1L);
  }
}
