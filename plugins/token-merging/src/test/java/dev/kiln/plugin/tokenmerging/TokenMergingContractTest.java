package dev.kiln.plugin.tokenmerging;

import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.testkit.PatchApproximationContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** Each method with the knob that it listens to. */
class TokenMergingContractTest {
  abstract static class OfMethod extends PatchApproximationContract {
    private final String method;
    private final String knob;

    OfMethod(String method, String knob) {
      this.method = method;
      this.knob = knob;
    }

    @Override
    protected GraphPatcher patcher() {
      return new TokenMerging();
    }

    @Override
    protected PromptProcessor request() {
      return new TokenMergingRequest();
    }

    @Override
    protected Class<? extends Record> knobs() {
      return TokenMergingOptions.class;
    }

    @Override
    protected boolean moves(String name) {
      return name.equals(knob);
    }

    @Override
    protected Map<String, Object> beside() {
      return Map.of("method", method, "levels", 2);
    }
  }

  @Nested
  class Merging extends OfMethod {
    Merging() {
      super("tome", "ratio");
    }
  }

  @Nested
  class Downsampling extends OfMethod {
    Downsampling() {
      super("todo", "factor");
    }
  }
}
