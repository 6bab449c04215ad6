package dev.kiln.examples.soak;

import dev.kiln.examples.DrawnTogether;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All pairs of the plugins that make pictures better or evaluations fewer or cheaper: each makes a
 * picture that is drawn again from its infotext, or is refused with the reason.
 */
class PairsSoak {
  @TempDir static Path folder;
  private static DrawnTogether drawn;

  @BeforeAll
  static void start() throws IOException {
    drawn = new DrawnTogether(folder);
  }

  @AfterAll
  static void stop() {
    drawn.close();
  }

  static List<List<String>> pairs() {
    return DrawnTogether.pairs();
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void everyPairWorksOrIsRefused(List<String> ids) {
    drawn.worksOrIsRefused(ids.toArray(String[]::new));
  }
}
