package dev.kiln.plugin.stepcache;

import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.testkit.ApproximationContract;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** Each method with the knob that it listens to. */
class StepCacheApproximationTest {
  abstract static class OfMethod extends ApproximationContract {
    private final String method;
    private final String knob;

    OfMethod(String method, String knob) {
      this.method = method;
      this.knob = knob;
    }

    @Override
    protected List<HookPoint> hooks() {
      return List.of(new StepCache());
    }

    @Override
    protected Class<? extends Record> options() {
      return StepCacheOptions.class;
    }

    @Override
    protected boolean moves(String name) {
      return name.equals(knob);
    }

    @Override
    protected Map<String, Object> beside() {
      return Map.of("method", method, "start", 0.0, "end", 1.0);
    }
  }

  @Nested
  class Easy extends OfMethod {
    Easy() {
      super("easy-cache", "threshold");
    }
  }

  @Nested
  class Universal extends OfMethod {
    Universal() {
      super("ucache", "threshold");
    }
  }

  @Nested
  class Magnitude extends OfMethod {
    Magnitude() {
      super("mag-cache", "threshold");
    }
  }

  @Nested
  class Taylor extends OfMethod {
    Taylor() {
      super("taylor-seer", "interval");
    }
  }

  @Nested
  class Spectral extends OfMethod {
    Spectral() {
      super("spectrum", "interval");
    }
  }
}
