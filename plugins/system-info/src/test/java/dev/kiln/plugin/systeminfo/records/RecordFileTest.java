package dev.kiln.plugin.systeminfo.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.JsonCodec;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordFileTest {
  private static final String COLUMNS =
      "\"0.17 / 0.2 / error\", \"hash:2ba05500\", \"cpu:AMD64\", \"torch:1.13\", \"device:RTX\","
          + " \"sdp none\", \"a.ckpt\", \"me\", \"note\"";

  private static RecordFile parse(String text) {
    return RecordFile.parse("file.json", text, new JsonCodec());
  }

  private static BenchmarkRecord expected(String hash) {
    return new BenchmarkRecord(
        "2023-03-25T21:34:34.913Z",
        "0.17 / 0.2 / error",
        "hash:2ba05500",
        "cpu:AMD64",
        "torch:1.13",
        "device:RTX",
        "sdp none",
        "a.ckpt",
        "me",
        "note",
        hash);
  }

  @Test
  void allFilesThatRecordsTravelInAreRead() {
    // pages/benchmark-data.json of vladmandic/sd-extension-system-info, and its local file.
    String site = "[[1427, \"2023-03-25T21:34:34.913Z\", " + COLUMNS + "]]";
    String local = "\uFEFF[[\"2023-03-25T21:34:34.913Z\", " + COLUMNS + ", \"abc123\"]]";
    String objects =
        """
        [{"Date": "2023-03-25T21:34:34.913Z", "it/s": "0.17 / 0.2 / error",
          "Version": "hash:2ba05500", "System": "cpu:AMD64", "libs": "torch:1.13",
          "GPU": "device:RTX", "Optimizations": "sdp none", "Model": "a.ckpt",
          "Username": "me", "Note": "note"}]""";
    String own = "{\"id\": \"1\", \"record\": [\"2023-03-25T21:34:34.913Z\", " + COLUMNS + "]}";
    assertThat(parse(site).records()).containsExactly(expected(""));
    assertThat(parse(local).records()).containsExactly(expected("abc123"));
    assertThat(parse(objects).records()).containsExactly(expected(""));
    assertThat(parse(own).records()).containsExactly(expected(""));
    assertThat(parse(own).records().get(0).speeds()).containsExactly(0.17, 0.2, Double.NaN);
  }

  @Test
  void whatHasNoSpeedIsPassedOver() {
    RecordFile file = parse("[[1, \"a date\", \"7.5\"], [2, \"a date\", \"fast\"], 3, null]");
    assertThat(file.records()).hasSize(1);
    assertThat(file.others()).isEqualTo(3);
  }

  @Test
  void badFilesAreToldInASentence() {
    String none =
        "file.json has no record of a benchmark; it must be a JSON array of them, with it/s in the"
            + " second column, as in \"5.25 / 5.92\"";
    Map<String, String> cases =
        Map.of("[]", none, "{}", none, "7", none, "[[[]], {}]", none, "\"text\"", none);
    cases.forEach(
        (text, sentence) -> assertThatThrownBy(() -> parse(text)).as(text).hasMessage(sentence));
    for (String damaged : List.of("", "<html>", "[[1, \"a\"", "[".repeat(5000))) {
      assertThatThrownBy(() -> parse(damaged))
          .isInstanceOf(BadRequest.class)
          .hasMessageStartingWith("file.json")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void textsAreCutToWhatAColumnNeeds() {
    RecordFile file = parse("[[1, \"d\", \"1.5\", \"" + "x".repeat(100_000) + "\"]]");
    assertThat(file.records().get(0).version()).hasSize(1000);
  }
}
