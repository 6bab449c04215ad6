package dev.kiln.plugin.dynamicthresholding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.testkit.TestingHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a real host: woken, bound to options, asked as webUI's clients ask. */
class DynamicThresholdingJarTest {
  private static final String ID = "dynamic-thresholding";

  @Test
  void droppedInItUnderstandsWebuisArguments(@TempDir Path folder) {
    try (TestingHost host = new TestingHost(folder)) {
      host.drop(ID, Path.of("target", "classes"));
      List<Object> arguments =
          List.of(true, 7, 100, "Constant", 0, "Constant", 0, 4, true, "MEAN", "AD", 1);
      Map<String, Map<String, Object>> options =
          host.plugins()
              .services()
              .fromWebui(
                  Map.of(
                      "alwayson_scripts",
                      Map.of("Dynamic Thresholding (CFG Scale Fix)", Map.of("args", arguments))));
      assertThat(options)
          .isEqualTo(
              Map.of(
                  ID,
                  Map.ofEntries(
                      Map.entry("enabled", true),
                      Map.entry("mimicScale", 7),
                      Map.entry("thresholdPercentile", 100),
                      Map.entry("mimicMode", "Constant"),
                      Map.entry("mimicScaleMin", 0),
                      Map.entry("cfgMode", "Constant"),
                      Map.entry("cfgScaleMin", 0),
                      Map.entry("schedulerValue", 4),
                      Map.entry("separateFeatureChannels", true),
                      Map.entry("scalingStartpoint", "MEAN"),
                      Map.entry("variabilityMeasure", "AD"),
                      Map.entry("interpolatePhi", 1))));
      GenerationResult plain = host.generate(request -> request.cfgScale(15));
      GenerationResult tamed =
          host.generate(request -> request.cfgScale(15).plugin(ID, options.get(ID)));
      assertThat(tamed.images().get(0).infotext())
          .contains("Dynamic thresholding enabled: True, Mimic scale: 7");
      assertThat(tamed.images().get(0).rgb()).isNotEqualTo(plain.images().get(0).rgb());
      assertThatThrownBy(
              () -> host.generate(request -> request.plugin(ID, Map.of("cfgMode", "Up"))))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith("dynamic-thresholding: cfgMode is \"Up\"; it must be one of:");
    }
  }
}
