package dev.kiln.host.graph.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.graph.ElementType;
import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.GraphPort.Dimension;
import dev.kiln.host.graph.Networks;
import dev.kiln.host.graph.format.OnnxReader;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.graph.Attributes;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.SkipConnection;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UNets that were exported with inputs for a ControlNet become plain ones. */
class ForeignExportTest {
  private static final String[] EXPORTS = {"unet-eager-14", "unet-sdpa-17", "unet-dynamo-23"};

  /**
   * A plain export as others write one for ControlNets.
   *
   * @param suffix OnnxStack's and axodox's, or none as Amblyopius'
   */
  private static Graph withResiduals(String export, String suffix) {
    GraphEdit edit = Networks.edit(Networks.fixture(export + ".onnx"), NetworkKind.UNET);
    List<SkipConnection> joins = edit.skips();
    for (SkipConnection join : joins) {
      String name = "down_block_" + (joins.size() - 1 - join.index()) + suffix;
      Value residual = edit.input(name, "batch", name + "_c", name + "_h", name + "_w");
      // One of them in halves, as a part of a graph may be.
      Value cast = edit.editor().op("Cast", Attributes.of("to", 1), residual);
      Value added = join.index() % 2 == 0 ? cast : residual;
      edit.replaceIn(join.output(), join.skip(), edit.editor().add(added, join.skip()));
    }
    Value middle = edit.input("mid_block_additional_residual", "batch", "mc", "mh", "mw");
    edit.replaceIn(
        joins.get(0).output(),
        joins.get(0).hidden(),
        edit.editor().add(joins.get(0).hidden(), middle));
    Graph graph = edit.finish();
    // An edit leaves out what nothing reads; an exporter does not.
    for (String idle : List.of("mid_block_additional_residual", "return_dict")) {
      if (graph.inputs().stream().noneMatch(port -> port.name().equals(idle))) {
        graph.inputs().add(new GraphPort(idle, ElementType.FLOAT, List.of(Dimension.of("1"))));
      }
    }
    return graph;
  }

  @ParameterizedTest
  @ValueSource(strings = {"_additional_residual", ""})
  void withoutTheirInputsTheyAreAsTheyWere(String suffix) {
    for (String export : EXPORTS) {
      Graph plain = OnnxReader.read(Networks.fixture(export + ".onnx"));
      Graph mended = withResiduals(export, suffix);
      assertThat(mended.inputs()).hasSizeGreaterThan(plain.inputs().size() + 4);
      ForeignExport.mend(mended);
      ForeignExport.mend(plain);
      assertThat(mended.inputs())
          .extracting(GraphPort::name)
          .containsExactlyElementsOf(plain.inputs().stream().map(GraphPort::name).toList());
      assertThat(Networks.unet(mended, 2, 8, 8, 7))
          .containsExactly(Networks.unet(plain, 2, 8, 8, 7));
    }
  }

  @Test
  void whatIsDoneOtherwiseWithAResidualIsRefused() {
    GraphEdit edit = Networks.edit(Networks.fixture("unet-eager-14.onnx"), NetworkKind.UNET);
    SkipConnection join = edit.skips().get(0);
    Value middle = edit.input("mid_block_additional_residual", "b", "c", "h", "w");
    edit.replaceIn(join.output(), join.hidden(), edit.editor().mul(join.hidden(), middle));
    Graph graph = edit.finish();
    assertThatThrownBy(() -> ForeignExport.mend(graph))
        .isInstanceOf(BadRequest.class)
        .hasMessageMatching(
            "unet-eager-14.onnx reads 'mid_block_additional_residual' in '.*' otherwise than by"
                + " adding it; export the UNet without inputs for a ControlNet");
  }

  @Test
  void aGraphIsCutWhereOneInputAloneDecides() {
    Graph graph = OnnxReader.read(DefaultModel.models().resolve("controlnet/seg/model.onnx"));
    int nodes = graph.nodes().size();
    InputCut cut = InputCut.of(graph, "controlnet_cond").orElseThrow();
    assertThat(cut.first().inputs()).extracting(GraphPort::name).containsExactly("controlnet_cond");
    assertThat(cut.first().nodes()).hasSizeGreaterThan(8);
    assertThat(graph.nodes().size() + cut.first().nodes().size()).isLessThanOrEqualTo(nodes);
    assertThat(graph.inputs())
        .extracting(GraphPort::name)
        .contains(cut.value())
        .doesNotContain("controlnet_cond");
    assertThat(InputCut.of(graph, "sample")).isEqualTo(Optional.empty());
  }
}
