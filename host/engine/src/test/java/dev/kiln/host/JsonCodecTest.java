package dev.kiln.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonCodecTest {
  private final JsonCodec json = new JsonCodec();

  @TempDir Path temp;

  @Test
  void anObjectIsReadInItsOrder() {
    Map<String, Object> read =
        json.object("it", "{\"b\": {\"x\\u0041\": 3}, \"a\": [1.5, true, null, \"y\\\"\", NaN]}");
    assertThat(new ArrayList<>(read.keySet())).containsExactly("b", "a");
    assertThat(read)
        .containsEntry("b", Map.of("xA", 3))
        .containsEntry("a", Arrays.asList(1.5, true, null, "y\"", Double.NaN));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "``| it is not readable JSON at line 1, column 1; mend it there",
        "{\"a\" 1}| it is not readable JSON at line 1, column 6; mend it there",
        "{\"a\": 1} 2| it is not readable JSON at line 1, column 10; mend it there",
        "[1]| it is JSON but no object, expected {...}; write one",
        "null| it is JSON but no object, expected {...}; write one"
      })
  void whatIsWrongIsToldWithItsPlace(String text, String sentence) {
    assertThatThrownBy(() -> json.object("it", text))
        .isInstanceOf(BadRequest.class)
        .hasMessage(sentence);
  }

  @Test
  void textsHaveALimitInDepthAndSize() throws IOException {
    String deep = "{\"a\":".repeat(101) + "1" + "}".repeat(101);
    assertThatThrownBy(() -> json.object("it", deep))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "it has more than 100 levels, or a name or number that is too long; make it simpler");
    assertThat(json.object("it", deep.substring(5, deep.length() - 1))).containsKey("a");
    Path large = temp.resolve("large.json");
    Files.write(large, new byte[(16 << 20) + 1]);
    assertThatThrownBy(() -> json.object(large))
        .isInstanceOf(BadRequest.class)
        .hasMessage(large + " is larger than 16 MB; make it smaller");
  }

  @Test
  void aFileIsReadAndAMissingOneTold() throws IOException {
    Path file = Files.writeString(temp.resolve("a.json"), "{\"a\":\n{}");
    assertThatThrownBy(() -> json.object(file))
        .hasMessage(file + " is not readable JSON at line 2, column 3; mend it there");
    Files.writeString(file, "{\"ä\": 1}");
    assertThat(json.object(file)).containsExactly(Map.entry("ä", 1));
    Path missing = temp.resolve("missing.json");
    assertThatThrownBy(() -> json.object(missing))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            missing
                + " cannot be read, there is no such file or folder; see to it or leave it out");
  }

  @Test
  void whatIsWrittenIsJson() {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("text", "a\"\n");
    value.put("numbers", List.of(1, 0.5, 1e10, Double.NaN, Float.POSITIVE_INFINITY));
    value.put("none", null);
    assertThat(json.write(value))
        .isEqualTo("{\"text\":\"a\\\"\\n\",\"numbers\":[1,0.5,1.0E10,null,null],\"none\":null}");
    assertThatThrownBy(() -> json.write(List.of(new Object())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
