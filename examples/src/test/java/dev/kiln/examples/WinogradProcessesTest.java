package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What winograd makes of networks is not what a later process finds on the disk. */
class WinogradProcessesTest {
  private static final Path KILN = Path.of(System.getProperty("kiln.root"), "dist", "kiln");

  @TempDir Path temp;

  @Test
  void eachProcessDrawsWhatAnUntouchedNetworkDraws() throws Exception {
    Picture plain = draw("winograd.memory=0", "plain.png");
    for (String name : new String[] {"first.png", "second.png"}) {
      assertThat(draw("winograd", name).difference(plain)).as(name).isLessThanOrEqualTo(1);
    }
  }

  private Picture draw(String with, String name) throws Exception {
    Shell shell =
        new Shell(temp).with("KILN_HOME", temp.resolve("home").toString()).with("KILN_CDS", "off");
    Shell.Result result =
        shell.run(
            KILN.toString(),
            "txt2img",
            "a girl",
            "--seed",
            "103",
            "--size",
            "128x128",
            "--steps",
            "1",
            "--with",
            with,
            "-o",
            name);
    assertThat(result.exit()).as(result.err()).isZero();
    assertThat(result.err()).doesNotContain("go on without", "goes on without");
    return Picture.read(temp.resolve(name));
  }
}
