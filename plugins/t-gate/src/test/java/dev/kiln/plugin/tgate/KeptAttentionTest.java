package dev.kiln.plugin.tgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.generate.Row.Role;
import dev.kiln.spi.tensor.Tensor;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeptAttentionTest {
  private static final Row PROMPT = new Row(0, Role.COND, 0, 1);
  private static final Row PART = new Row(0, Role.COND, 1, 0.5);
  private static final Row NEGATIVE = new Row(0, Role.UNCOND, 0, 1);
  private static final Row OTHER = new Row(1, Role.COND, 0, 1);

  private final List<Tensor> fed = new ArrayList<>();

  /** One evaluation, of which rows and a given tensor are all that counts. */
  private DenoiseCall call(Tensor given, Row... rows) {
    return (DenoiseCall)
        Proxy.newProxyInstance(
            DenoiseCall.class.getClassLoader(),
            new Class<?>[] {DenoiseCall.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "rows" -> rows.length;
                  case "row" -> rows[(int) arguments[0]];
                  case "output" -> given;
                  case "feed" -> fed.add((Tensor) arguments[1]) ? null : null;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @Test
  void whatIsKeptIsTheMeanOfAPromptAndItsNegativePrompt() {
    KeptAttention kept = new KeptAttention();
    Tensor given = Tensor.of(new float[] {1, 2, 3, 4, 5, 8, 7, 9}, 4, 1, 2);
    kept.keepMeans(call(given, PROMPT, PART, NEGATIVE, OTHER), List.of("given"));
    DenoiseCall later = call(given, PROMPT, PART, OTHER);
    assertThat(kept.holds(later)).isTrue();
    assertThat(kept.holds(call(given, PROMPT, OTHER))).isFalse();
    kept.feed(later, List.of("fed"));
    assertThat(fed.get(0).shape()).containsExactly(3, 1, 2);
    // The second picture has no negative prompt.
    assertThat(fed.get(0).data()).containsExactly(3, 5, 4, 6, 7, 9);
  }

  @Test
  void orItIsKeptForTheSameRows() {
    KeptAttention kept = new KeptAttention();
    Tensor given = Tensor.of(new float[] {1, 2, 3, 4}, 2, 1, 2);
    assertThat(kept.holds(call(given))).isFalse();
    kept.keep(call(given, PROMPT, NEGATIVE), List.of("given"));
    assertThat(kept.holds(call(given, PROMPT))).isFalse();
    DenoiseCall later = call(given, PROMPT, NEGATIVE);
    assertThat(kept.holds(later)).isTrue();
    kept.feed(later, List.of("fed"));
    assertThat(fed.get(0).data()).containsExactly(1, 2, 3, 4);
    // Means have memory of their own: the host's tensor is not written.
    kept.keepMeans(later, List.of("given"));
    assertThat(given.data()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void ofAPictureThatIsEditedNothingIsKept() {
    KeptAttention kept = new KeptAttention();
    Row blind = new Row(0, Role.BLIND, 0, 1);
    kept.keepMeans(call(Tensor.zeros(3, 1, 2), PROMPT, NEGATIVE, blind), List.of("given"));
    assertThat(kept.any()).isFalse();
  }
}
