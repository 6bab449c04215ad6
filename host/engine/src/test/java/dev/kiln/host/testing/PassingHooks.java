package dev.kiln.host.testing;

import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.GuidanceCall;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.GuidanceInterceptor;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Interceptors of both kinds that proceed and look at what they are given: what is left is the
 * chains' own cost.
 */
public final class PassingHooks implements HookSource {
  private final Map<Class<?>, List<Hook<HookPoint>>> hooks;

  public PassingHooks(int count) {
    DenoiseHook denoise = pass -> Optional.of(DenoiseCall::proceed);
    GuidanceHook guidance = pass -> Optional.of(new Looking(Tensor.zeros(1, 4, 8, 8)));
    hooks =
        Map.of(
            DenoiseHook.class, times(count, denoise), GuidanceHook.class, times(count, guidance));
  }

  private static List<Hook<HookPoint>> times(int count, HookPoint hook) {
    return IntStream.range(0, count).mapToObj(i -> new Hook<>("passing-" + i, hook)).toList();
  }

  /** Asks for all that the guidance chain computes on demand. */
  private record Looking(Tensor other) implements GuidanceInterceptor {
    @Override
    public void intercept(GuidanceCall call) {
      call.proceedAt(call.scale());
      if (other.sameShape(call.combined())) {
        call.combineAt(3, other);
      }
      call.uncond(0);
      call.cond(0);
    }
  }

  @Override
  public Hooks open(GenerationRequest request) {
    return new Hooks() {
      @Override
      @SuppressWarnings("unchecked")
      public <H extends HookPoint> List<Hook<H>> of(Class<H> type) {
        return (List<Hook<H>>) (List<?>) hooks.getOrDefault(type, List.of());
      }
    };
  }
}
