package dev.kiln.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionsTest {
  @Test
  void versionsAreThoseOfTheBuild() throws IOException {
    String pom = Files.readString(Path.of(System.getProperty("kiln.root")).resolve("pom.xml"));
    assertThat(pom)
        .contains("<artifactId>kiln</artifactId>\n  <version>" + Versions.KILN + "</version>")
        .containsPattern("<spi.version>" + Versions.SPI + "(-\\w+)?</spi.version>");
  }
}
