package dev.kiln.plugin.openaiapi;

import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.tensor.Picture;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Finished and unfinished pictures in OpenAI's JSON. */
@Singleton
final class Answers {
  /** Kiln counts no tokens, and some clients want the numbers. */
  private static final Map<String, Object> USAGE =
      Map.of(
          "total_tokens",
          0,
          "input_tokens",
          0,
          "output_tokens",
          0,
          "input_tokens_details",
          Map.of("text_tokens", 0, "image_tokens", 0));

  private final Pictures pictures;

  @Inject
  Answers(Pictures pictures) {
    this.pictures = pictures;
  }

  /**
   * All pictures of a request.
   *
   * @param addresses the beginning of theirs, which their number ends
   */
  Map<String, Object> all(Asked asked, Generated made, String addresses) {
    List<Map<String, Object>> data = new ArrayList<>();
    for (int i = 0; i < made.pictures().size(); i++) {
      data.add(
          asked.output().url()
              ? Map.of("url", addresses + i)
              : Map.of("b64_json", base64(asked, made.pictures().get(i), made.infotexts().get(i))));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("created", now());
    answer.put("data", data);
    made.pictures().stream().findFirst().ifPresent(first -> answer.putAll(look(asked, first)));
    answer.put("usage", USAGE);
    answer.put("kiln", own(asked, made));
    return answer;
  }

  /** What OpenAI's answer has no place for. */
  private static Map<String, Object> own(Asked asked, Generated made) {
    return Map.of(
        "infotexts",
        made.infotexts(),
        "warnings",
        Stream.of(asked.warnings(), made.warnings()).flatMap(List::stream).toList());
  }

  /** One finished picture of a stream. */
  Map<String, Object> completed(String type, Asked asked, Generated made, int index) {
    Map<String, Object> event =
        event(type, asked, made.pictures().get(index), made.infotexts().get(index));
    event.put("usage", USAGE);
    event.put("kiln", own(asked, made));
    return event;
  }

  /** An unfinished picture of a stream. */
  Map<String, Object> partial(String type, Asked asked, Picture picture, int index) {
    Map<String, Object> event = event(type, asked, picture, "");
    event.put("partial_image_index", index);
    return event;
  }

  private Map<String, Object> event(String type, Asked asked, Picture picture, String infotext) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", type);
    event.put("b64_json", base64(asked, picture, infotext));
    event.put("created_at", now());
    event.putAll(look(asked, picture));
    return event;
  }

  private static Map<String, Object> look(Asked asked, Picture picture) {
    Map<String, Object> look = new LinkedHashMap<>();
    look.put("size", picture.width() + "x" + picture.height());
    look.put("quality", asked.quality());
    look.put("background", "opaque");
    look.put("output_format", asked.output().format().name().toLowerCase(Locale.ROOT));
    return look;
  }

  private String base64(Asked asked, Picture picture, String infotext) {
    Asked.Output output = asked.output();
    return Base64.getEncoder()
        .encodeToString(pictures.write(picture, output.format(), output.compression(), infotext));
  }

  private static long now() {
    return Instant.now().getEpochSecond();
  }
}
