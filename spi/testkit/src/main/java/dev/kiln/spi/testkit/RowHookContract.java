package dev.kiln.spi.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.hook.RowHook;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What every {@code RowHook} promises. Extend it, say which hook and under which options it leaves
 * rows out, and the tests run the real host with it, which refuses an image without a row.
 */
public abstract class RowHookContract extends PassHookContract<RowHook> {
  protected RowHookContract() {
    super(RowHook.class);
  }

  @Test
  void leavesRowsOut() {
    AtomicInteger dropped = new AtomicInteger();
    RowHook behind =
        pass ->
            Optional.of(
                plan -> {
                  for (int row = 0; row < plan.size(); row++) {
                    dropped.addAndGet(plan.dropped(row) ? 1 : 0);
                  }
                });
    generation(hook()).plugin(PROBE, behind).request(request -> request.batch(2, 1)).run();
    assertThat(dropped).as("rows left out with %s", options()).hasPositiveValue();
  }
}
