package dev.kiln.host.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ValuesTest {
  /** Plugins make their requests so; such a map throws where it is asked for null. */
  @Test
  void optionsMayBeInAnyKindOfMap() {
    Map<String, Map<String, Object>> options = Map.of("mine", Map.of("amount", 2));

    assertThat(new Values(Map.of("plugins", options)).objects("plugins")).isEqualTo(options);
  }

  @Test
  void anOptionIsNotNull() {
    Map<String, ?> options = Map.of("mine", Collections.singletonMap("amount", null));

    assertThatThrownBy(() -> new Values(Map.of("plugins", options)).objects("plugins"))
        .isInstanceOf(BadRequest.class)
        .hasMessage("plugins.mine is {amount=null}; expected an object without nulls");
  }
}
