package dev.kiln.host.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class CancellationTest {
  private final Cancellation cancellation = new Cancellation();
  private final List<String> ran = new ArrayList<>();

  @Test
  void hooksRunOnceWhenItIsCancelledAndAtOnceAfterwards() {
    cancellation.onCancel(() -> ran.add("before"));
    assertThat(ran).isEmpty();
    cancellation.cancel();
    cancellation.cancel();
    cancellation.onCancel(() -> ran.add("after"));

    assertThat(ran).containsExactly("before", "after");
  }

  @Test
  void workGoesOnUntilItIsCancelled() {
    cancellation.throwIfCancelled();
    assertThat(cancellation.cancelled()).isFalse();
    cancellation.cancel();

    assertThat(cancellation.cancelled()).isTrue();
    assertThatThrownBy(cancellation::throwIfCancelled)
        .isInstanceOf(CancellationException.class)
        .hasMessage("the generation was stopped");
  }
}
