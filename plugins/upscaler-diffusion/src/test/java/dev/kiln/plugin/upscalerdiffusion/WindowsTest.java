package dev.kiln.plugin.upscalerdiffusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.plugin.upscalerdiffusion.Windows.Window;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows cover a side, share enough, and fade in. */
class WindowsTest {
  @ParameterizedTest
  @CsvSource({
    "128, 128, 32, 1",
    "136, 128, 32, 2",
    "224, 128, 32, 2",
    "232, 128, 32, 3",
    "1024, 128, 32, 11",
    "64, 16, 0, 4",
    "64, 16, 200, 7",
    "40, 8, 1, 6"
  })
  void asFewAsCoverTheSide(int side, int window, int overlap, int count) {
    Windows windows = Windows.of(side, window, overlap);
    assertThat(windows.all()).hasSize(count);
    assertThat(windows.all().get(0)).isEqualTo(new Window(0, 0));
    assertThat(windows.all().get(count - 1).start() + window).isEqualTo(side);
    for (int i = 1; i < count; i++) {
      Window one = windows.all().get(i);
      assertThat(one.shared())
          .isEqualTo(windows.all().get(i - 1).start() + window - one.start())
          .isBetween(Math.min(overlap, window / 2), window - 1);
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "4"})
  void windowFadesInOverWhatItShares(int scale) {
    Window window = new Window(96, 32);
    assertThat(window.share(0, scale)).isEqualTo(0.5f / (32 * scale));
    assertThat(window.share(16 * scale, scale)).isEqualTo(0.5f + 0.5f / (32 * scale));
    assertThat(window.share(32 * scale, scale)).isEqualTo(1);
    assertThat(new Window(0, 0).share(0, scale)).isEqualTo(1);
  }
}
