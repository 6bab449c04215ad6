package dev.kiln.host.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the JDK's decoder for MIME, which takes a copy of the whole text. */
class Base64BytesTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 49_151, 49_152, 49_153, 98_304, 200_000})
  void bytesAreThoseOfMime(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    String whole = Base64.getEncoder().encodeToString(bytes);
    String lines = Base64.getMimeEncoder().encodeToString(bytes);
    for (String text : new String[] {whole, lines, " " + whole + "\r\n"}) {
      assertThat(Base64Bytes.of(text, 0))
          .isEqualTo(bytes)
          .isEqualTo(Base64.getMimeDecoder().decode(text));
    }
    assertThat(Base64Bytes.of(whole.replace("=", ""), 0)).as("not padded").isEqualTo(bytes);
    assertThat(Base64Bytes.of("data:image/png;base64," + whole, 22)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"A", "AAAAA", "AA=A", "AA==AA==", "=AAA"})
  void whatIsNoneIsRefused(String text) {
    assertThatThrownBy(() -> Base64Bytes.of(text, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatGoesOnBehindItsEndIsRefusedWhereverThatIs() {
    String first = Base64.getEncoder().encodeToString(new byte[49_151]);
    assertThat(first).hasSize(65_536).endsWith("=");
    assertThatThrownBy(() -> Base64Bytes.of(first + "AAAA", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("it goes on behind its end");
  }
}
