package dev.kiln.examples.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The peers that are installed make Kiln's picture. {@code -Dpeers.python} names an interpreter, or
 * a folder with a virtual environment for each; {@code -Dpeers.only} chooses some.
 */
class InstalledPeers {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final int HOURS = 2;

  /** dB. Rounding alone leaves 85 and more; another noise, prompt or schedule 35 and less. */
  private static final double SAME = 60;

  @TempDir Path folder;

  @Test
  void makeTheSamePictureAndThoseThatAreMissingSayHowToInstallThem() throws Exception {
    Process kiln =
        new ProcessBuilder(command())
            .directory(ROOT.toFile())
            .redirectOutput(folder.resolve("table").toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(kiln.waitFor(HOURS, TimeUnit.HOURS)).isTrue();
    assertThat(kiln.exitValue()).isZero();
    JsonNode peers =
        new ObjectMapper().readTree(folder.resolve("peers.json").toFile()).get("peers");
    assertThat(peers).isNotEmpty();
    for (JsonNode peer : peers) {
      String name = peer.get("peer").asText();
      String problem = peer.get("problem").asText();
      // stable-diffusion.cpp takes no UNet of such a shape.
      if (problem.startsWith("not installed: ") || name.startsWith("stable-diffusion.cpp")) {
        assertThat(name).doesNotStartWith("kiln");
        assertThat(problem).as(name).matches(".*(requirements\\.txt|README\\.md).*");
      } else {
        assertThat(problem).as(name).isEmpty();
        assertThat(peer.get("secondsPerStep").asDouble()).as(name).isPositive();
        if (name.matches(".*-(f32|sdp|channels-last|compiled)")) {
          assertThat(peer.get("psnr").asDouble(Double.POSITIVE_INFINITY))
              .as(name)
              .isGreaterThan(SAME);
        }
      }
    }
  }

  private List<String> command() {
    return List.of(
        ROOT.resolve("dist/kiln").toString(),
        "benchmark",
        "peers",
        "--random",
        "tiny",
        "--size",
        "128x128",
        "--steps",
        "3",
        "--rounds",
        "1",
        "--only",
        System.getProperty("peers.only", ""),
        "--python",
        System.getProperty("peers.python", "python3"),
        "--out",
        folder.toString(),
        "--home",
        folder.resolve("home").toString());
  }
}
