package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFilesTest {
  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''   | is empty, expected {...}; copy it again
          []   | is JSON but no object, expected {...}; copy it again
          null | is JSON but no object, expected {...}; copy it again
          {    | is not readable JSON; copy it again
          """)
  void whatIsNoObjectIsRefusedByName(String content, String problem) throws IOException {
    Path file = Files.writeString(temp.resolve("config.json"), content);

    assertThatThrownBy(() -> ConfigFiles.read(file))
        .isInstanceOf(BadRequest.class)
        .hasMessage(file + " " + problem);
  }

  @Test
  void aFileThatIsNotThereIsAnEmptyObject() {
    assertThat(ConfigFiles.read(temp.resolve("config.json"))).isEmpty();
  }
}
