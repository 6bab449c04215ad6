package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();

  private String draw(boolean terminal) {
    PrintStream err = new PrintStream(written, true, StandardCharsets.UTF_8);
    try (ProgressBar bar = new ProgressBar(err, terminal)) {
      bar.loading("tiny\u001b");
      bar.stage("denoise", 0, 1);
      bar.step(1, 2);
    }
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void onATerminalItSaysWhichModelIsReadUntilWorkBegins() {
    String loading = "loading the model tiny\\x1b ...";
    assertThat(draw(true))
        .startsWith(loading + "\r" + " ".repeat(loading.length()) + "\r")
        .contains("\r[###############...............] 1/2 steps")
        .endsWith("s" + System.lineSeparator());
  }

  @Test
  void elsewhereItSaysTheStepsAlone() {
    assertThat(draw(false)).startsWith("1/2 steps, ").hasLineCount(1);
  }
}
