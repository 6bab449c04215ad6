package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.index.Offers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@code InfotextReader} promises. Extend it, say which reader, and which keys its
 * plugin writes into an infotext.
 */
public abstract class InfotextReaderContract {
  private static final List<String> HOSTILE =
      List.of("", " ", ",", ":", "=", "a: b: c,,", "\u0000\n\t", "x=".repeat(10_000), "NaN", "-1");

  /** The reader, as its container keeps it: one for all requests. */
  protected abstract InfotextReader reader();

  /** Keys and values of one picture that can be drawn again as it was. */
  protected abstract Map<String, String> written();

  /** The options that they mean; empty where the prompt says all. */
  protected abstract Map<String, Object> options();

  @Test
  void itReadsWhatItsPluginWrote() {
    List<String> warnings = new ArrayList<>();

    assertThat(read(written(), warnings)).containsExactlyInAnyOrderEntriesOf(options());
    assertThat(warnings).isEmpty();
  }

  @Test
  void itSaysTheSameInSeveralThreadsAtOnce() {
    List<Map<String, Object>> all =
        IntStream.range(0, 8)
            .parallel()
            .mapToObj(any -> read(written(), new ArrayList<>()))
            .toList();

    assertThat(all).allSatisfy(one -> assertThat(one).isEqualTo(options()));
  }

  @Test
  void itDeclaresTheKeysThatItReads() {
    List<String> declared = List.of(Declared.annotation(reader(), Offers.class).value());

    assertThat(written().keySet())
        .allSatisfy(
            key -> assertThat(declared).contains(key.replaceFirst(" \\d+(st|nd|rd|th)?$", "")));
  }

  @Test
  void whatNobodyWouldWriteIsToldAtMost() {
    for (String value : HOSTILE) {
      Map<String, String> values = new LinkedHashMap<>(written());
      values.replaceAll((key, any) -> value);
      assertThatCode(
              () -> {
                try {
                  read(values, new ArrayList<>());
                } catch (BadRequest told) {
                  assertThat(told.getMessage()).isNotBlank();
                }
              })
          .as("the value \"%s\"", value.length() > 20 ? value.substring(0, 20) + "…" : value)
          .doesNotThrowAnyException();
    }
  }

  private Map<String, Object> read(Map<String, String> values, List<String> warnings) {
    return reader().options(Collections.unmodifiableMap(values), warnings::add);
  }
}
