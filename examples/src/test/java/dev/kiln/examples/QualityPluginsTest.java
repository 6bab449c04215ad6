package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.GuidanceHook;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugins that make pictures better or evaluations fewer or cheaper, and with each other. */
class QualityPluginsTest {
  @TempDir static Path folder;
  private static DrawnTogether drawn;
  private static byte[] plain;

  @BeforeAll
  static void start() throws IOException {
    drawn = new DrawnTogether(folder, "attention-sparse");
    plain = drawn.pixels(drawn.wish());
  }

  @AfterAll
  static void stop() {
    drawn.close();
  }

  static List<String> ids() {
    return DrawnTogether.ids();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void eachChangesThePictureAndCanBeDrawnAgain(String id) {
    assertThat(drawn.works(id)).isNotEqualTo(plain);
  }

  static List<List<String>> neighbours() {
    return drawn.neighbours();
  }

  @ParameterizedTest
  @MethodSource("neighbours")
  void neighboursInOneHookWorkTogether(List<String> ids) {
    drawn.works(ids.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rescale-cfg | dynamic-thresholding | both set how far guided predictions spread, and the"
            + " second undoes the first",
        "hypertile | token-merging | both change which tokens the same self-attention sees"
      })
  void thoseThatUndoEachOtherAreRefusedWithTheReason(String one, String other, String why) {
    assertThatThrownBy(() -> drawn.plugins().check(drawn.wish(one, other).build()))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "plugins '%s' and '%s' cannot make one picture together: %s; leave one of them out"
                .formatted(one, other, why));
  }

  @Test
  void whatSetsTheSpreadWrapsWhatChangesTheFormula() {
    assertThat(order("rescale-cfg", "cfg-zero", "apg"))
        .containsExactly("rescale-cfg", "apg", "cfg-zero");
    assertThat(order("dynamic-thresholding", "cfg-zero", "apg"))
        .containsExactly("dynamic-thresholding", "apg", "cfg-zero");
  }

  private static List<String> order(String... ids) {
    try (Hooks hooks = drawn.plugins().open(drawn.wish(ids).build())) {
      return hooks.of(GuidanceHook.class).stream().map(Hook::plugin).toList();
    }
  }

  @Test
  void allThatMayMeetMakeOnePicture() {
    drawn.works(
        "apg",
        "cfg-zero",
        "rescale-cfg",
        "perturbed-attention",
        "freeu",
        "token-merging",
        "guidance-cutoff",
        "step-cache");
  }

  @Test
  void pagAndSegAreTwoPictures() {
    byte[] seg = drawn.pixels(drawn.wish("perturbed-attention"));
    Map<String, Object> pag = Map.of("by", "pag");
    assertThat(drawn.pixels(drawn.wish().plugin("perturbed-attention", pag))).isNotEqualTo(seg);
    Map<String, Object> off = Map.of("scale", 0.0);
    assertThat(drawn.pixels(drawn.wish().plugin("perturbed-attention", off))).isEqualTo(plain);
  }

  @Test
  void mergingAndDownsamplingAreTwoPictures() {
    byte[] merged = drawn.pixels(drawn.wish("token-merging"));
    Map<String, Object> todo = Map.of("method", "todo");
    assertThat(drawn.pixels(drawn.wish().plugin("token-merging", todo))).isNotEqualTo(merged);
    Map<String, Object> off = Map.of("ratio", 0.0);
    assertThat(drawn.pixels(drawn.wish().plugin("token-merging", off))).isEqualTo(plain);
  }

  /** By name alone, with patches of the same attention in front of it. */
  @ParameterizedTest
  @ValueSource(strings = {"local-window", "strided", "block-sparse"})
  void anInexactAttentionIsNamedAndSaid(String name) {
    Map<String, Object> small = Map.of("window", 2, "global", 1, "around", 3, "random", 1);
    GenerationResult first =
        drawn.draw(drawn.wish("token-merging").attention(name).plugin("attention-sparse", small));
    assertThat(first.warnings()).isEmpty();
    assertThat(first.images().get(0).infotext()).contains("Operators: " + name);
    assertThat(first.images().get(0).rgb()).isNotEqualTo(plain);
  }
}
