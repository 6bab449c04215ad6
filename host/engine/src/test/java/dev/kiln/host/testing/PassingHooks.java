package dev.kiln.host.testing;

import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.HookSource;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.HookPoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Interceptors that call proceed() and nothing else: what is left is the chain's own cost. */
public final class PassingHooks implements HookSource {
  private final List<Hook<DenoiseHook>> hooks;

  public PassingHooks(int count) {
    DenoiseHook passing = pass -> Optional.of(DenoiseCall::proceed);
    hooks = IntStream.range(0, count).mapToObj(i -> new Hook<>("passing-" + i, passing)).toList();
  }

  @Override
  public Hooks open(GenerationRequest request) {
    return new Hooks() {
      @Override
      @SuppressWarnings("unchecked")
      public <H extends HookPoint> List<Hook<H>> of(Class<H> type) {
        return type == DenoiseHook.class ? (List<Hook<H>>) (List<?>) hooks : List.of();
      }

      @Override
      public <T extends Record> Optional<T> options(String plugin, Class<T> type) {
        return Optional.empty();
      }

      @Override
      public void fire(Object event) {}

      @Override
      public void close() {}
    };
  }
}
