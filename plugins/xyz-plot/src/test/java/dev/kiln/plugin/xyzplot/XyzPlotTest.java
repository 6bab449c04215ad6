package dev.kiln.plugin.xyzplot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a real host: grids of the tiny model, 64x64 pixels. */
class XyzPlotTest {
  private static final String ID = "xyz-plot";
  private static final int SIDE = 64;

  @TempDir static Path folder;
  @AutoClose private static TestingHost host;

  @BeforeAll
  static void drop() {
    host = new TestingHost(folder);
    host.drop(ID, Path.of("target", "classes"));
  }

  private static GenerationRequestBuilder small(GenerationRequestBuilder request) {
    return request.size(SIDE, SIDE).seed(5).steps(2);
  }

  private static GenerationResult plot(Map<String, Object> options) {
    return host.generate(it -> small(it).plugin(ID, options));
  }

  private static byte[] part(GeneratedImage grid, int x, int y) {
    byte[] part = new byte[3 * SIDE * SIDE];
    for (int row = 0; row < SIDE; row++) {
      System.arraycopy(
          grid.rgb(),
          3 * ((y * SIDE + row) * grid.width() + x * SIDE),
          part,
          3 * row * SIDE,
          3 * SIDE);
    }
    return part;
  }

  /** Bit for bit what each request draws alone. */
  @Test
  void eachCellIsThePictureOfItsRequest() {
    GenerationResult plot =
        plot(
            Map.of(
                "xType",
                "Steps",
                "xValues",
                "2, 3",
                "yType",
                "Sampler",
                "yValues",
                "Euler, DPM++ 2M",
                "legend",
                false,
                "keepPictures",
                true));
    assertThat(plot.images()).hasSize(1 + 4);
    GeneratedImage grid = plot.images().get(0);
    assertThat(List.of(grid.width(), grid.height())).containsExactly(2 * SIDE, 2 * SIDE);
    String[] samplers = {"Euler", "DPM++ 2M"};
    for (int cell = 0; cell < 4; cell++) {
      int steps = 2 + cell % 2;
      String sampler = samplers[cell / 2];
      GeneratedImage alone =
          host.generate(it -> small(it).steps(steps).sampler(sampler)).images().get(0);
      assertThat(part(grid, cell % 2, cell / 2)).isEqualTo(alone.rgb());
      assertThat(plot.images().get(1 + cell).infotext()).isEqualTo(alone.infotext());
    }
    assertThat(grid.infotext())
        .contains(
            "Script: X/Y/Z plot, X Type: Steps, X Values: \"2, 3\", Y Type: Sampler, Y Values: \"Euler, DPM++ 2M\"");
  }

  @Test
  void theGridAloneHasALegendAndSeedsThatAreOne() {
    GenerationResult plot =
        host.generate(
            it ->
                small(it).seed(-1).plugin(ID, Map.of("xType", "CFG Scale", "xValues", "1-7 [2]")));
    assertThat(plot.images()).hasSize(1);
    GeneratedImage grid = plot.images().get(0);
    assertThat(grid.width()).isEqualTo(2 * SIDE);
    assertThat(grid.height()).isGreaterThan(SIDE);
    assertThat(plot.warnings()).isEmpty();
  }

  @Test
  void clientsOfWebuiSayItAsAListOfArguments() {
    Map<String, Object> options =
        host.plugins()
            .services()
            .fromWebui(
                Map.of(
                    "alwayson_scripts",
                    Map.of(
                        "X/Y/Z plot",
                        Map.of(
                            "args",
                            List.of(
                                4,
                                "2,3",
                                List.of(),
                                9,
                                "",
                                List.of("Euler", "Heun"),
                                0,
                                "",
                                List.of(),
                                false,
                                true,
                                false,
                                false,
                                false,
                                false,
                                false,
                                4)))))
            .get(ID);
    GenerationResult plot = plot(options);
    assertThat(plot.images()).hasSize(1 + 4);
    assertThat(plot.images().get(0).width()).isEqualTo(2 * SIDE + 4);
    assertThat(plot.images().get(4).infotext()).contains("Steps: 3, Sampler: Heun");
  }

  /** Before the first cell is drawn. */
  @Test
  void aWrongValueIsRefusedAtOnce() {
    assertThatThrownBy(() -> plot(Map.of("xType", "Sampler", "xValues", "Euler, Eulr")))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("Eulr");
    assertThatThrownBy(() -> plot(Map.of("xType", "Steps")))
        .isInstanceOf(BadRequest.class)
        .hasMessage("X/Y/Z plot: X is Steps and has no values; give some, separated by commas");
    assertThatThrownBy(() -> plot(Map.of("xType", "nope.option", "xValues", "1")))
        .isInstanceOf(BadRequest.class)
        .hasMessageContaining("nope");
  }

  @Test
  void withoutAnAxisARequestStaysWhole() {
    assertThat(plot(Map.of()).images()).hasSize(1);
    assertThat(plot(Map.of()).infotext()).isEmpty();
  }
}
