package dev.kiln.spi.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedHashesTest {
  @Test
  void whatWasWrittenIsReadInItsOrder() {
    Map<String, String> hashes = new LinkedHashMap<>();
    hashes.put("red cape", "0123456789ab");
    hashes.put("a:b,\nc", "1");
    String text = new NamedHashes(hashes).text();
    assertThat(text).isEqualTo("red cape: 0123456789ab, abc: 1");
    assertThat(NamedHashes.parse(text).byName()).hasToString("{red cape=0123456789ab, abc=1}");
  }

  @Test
  void whatIsNoPairIsLeftOutAndTheFirstOfANameCounts() {
    assertThat(NamedHashes.parse("").byName()).isEmpty();
    assertThat(NamedHashes.parse("x, : 1, a:1 ,b : 2,a: 3,c:").byName())
        .hasToString("{a=1, b=2, c=}");
  }
}
