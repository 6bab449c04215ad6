package dev.kiln.host.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TerminalStreamTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TerminalStream out =
      new TerminalStream(new PrintStream(bytes, true, StandardCharsets.UTF_8));

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  /** Colours, a title, a cleared screen, a return to the line's begin, C1 and DEL. */
  @Test
  void linesCannotSteerATerminal() {
    out.println("\u001b[31mred\u001b]0;pwn\u0007");
    out.println((Object) "a\u001b[2Jb\rc\u009b1m\u007f");
    out.println("kiln: two\n\tlines \u00e9 \u732b \ud83d\ude3a");
    new IllegalStateException("x\u001b[0m").printStackTrace(out);
    assertThat(written())
        .startsWith(
            "\\x1b[31mred\\x1b]0;pwn\\x07\n"
                + "a\\x1b[2Jb\\x0dc\\x9b1m\\x7f\n"
                + "kiln: two\\x0a\tlines \u00e9 \u732b \ud83d\ude3a\n"
                + "java.lang.IllegalStateException: x\\x1b[0m\n\tat ")
        .doesNotContain("\u001b");
  }

  @Test
  void whatIsNoLinePassesAsItIs() {
    out.print("\r[##] 1/2");
    out.printf("\u001b[1m%s\u001b[0m", "bold \u732b");
    out.println();
    out.flush();
    assertThat(written()).isEqualTo("\r[##] 1/2\u001b[1mbold \u732b\u001b[0m\n");
  }
}
