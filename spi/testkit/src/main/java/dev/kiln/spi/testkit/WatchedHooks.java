package dev.kiln.spi.testkit;

import dev.kiln.host.pipeline.GenerationRequest;
import dev.kiln.host.pipeline.HookSource;
import dev.kiln.host.sampler.OfferedSampler;
import dev.kiln.host.sampler.OfferedSchedule;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.hook.StepListener;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.TestingGeneration.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The hooks of one generation in the order given, each interceptor watched; behind them one that
 * notes when the network runs.
 */
final class WatchedHooks implements HookSource, HookSource.Hooks {
  private static final String NETWORK = "network";

  private final List<Part> parts;
  private final List<HookCall> calls = new ArrayList<>();
  private final List<Integer> evaluated = new ArrayList<>();
  private Tensor latents = Tensor.zeros(0, 0, 0, 0);
  private int opened;
  private int closed;

  WatchedHooks(List<Part> parts) {
    this.parts = parts;
  }

  @Override
  public Hooks open(GenerationRequest request) {
    return this;
  }

  @Override
  public <H extends HookPoint> List<Hook<H>> of(Class<H> type) {
    List<Hook<H>> hooks = new ArrayList<>();
    for (Part part : parts) {
      HookPoint extension = part.extension();
      if (extension instanceof DenoiseHook hook && type == DenoiseHook.class) {
        DenoiseHook watched = pass -> hook.open(pass).map(inner -> watch(part.plugin(), inner));
        hooks.add(new Hook<>(part.plugin(), type.cast(watched)));
      } else if (type.isInstance(extension)) {
        hooks.add(new Hook<>(part.plugin(), part.plugin(), 1, type.cast(extension)));
      }
    }
    if (type == DenoiseHook.class) {
      DenoiseHook last = pass -> Optional.of(this::noteEvaluation);
      hooks.add(new Hook<>(NETWORK, type.cast(last)));
    } else if (type == StepListener.class) {
      StepListener last = pass -> Optional.of((step, denoised) -> latents = denoised.copy());
      hooks.add(new Hook<>(NETWORK, type.cast(last)));
    }
    return hooks;
  }

  @Override
  public List<OfferedSampler> samplers() {
    return of(SamplerProvider.class).stream()
        .map(it -> new OfferedSampler(Declared.sampler(it.extension()), it.extension()))
        .toList();
  }

  @Override
  public List<OfferedSchedule> schedules() {
    return of(ScheduleProvider.class).stream()
        .map(it -> new OfferedSchedule(Declared.schedule(it.extension()), it.extension()))
        .toList();
  }

  private void noteEvaluation(DenoiseCall call) {
    evaluated.add(call.step().evaluation());
    call.proceed();
  }

  private DenoiseInterceptor watch(String plugin, DenoiseInterceptor interceptor) {
    opened++;
    return new DenoiseInterceptor() {
      @Override
      public void intercept(DenoiseCall call) {
        int evaluation = call.step().evaluation();
        WatchedCall watched = new WatchedCall(call);
        long before = HeapBytes.ofThisThread();
        try {
          interceptor.intercept(watched);
        } finally {
          long bytes = HeapBytes.ofThisThread() - before - watched.bytesBelow();
          watched.end();
          calls.add(new HookCall(plugin, evaluation, call.rows(), watched.proceeds(), bytes));
        }
      }

      @Override
      public Evaluations evaluations() {
        return interceptor.evaluations();
      }

      @Override
      public void close() {
        closed++;
        interceptor.close();
      }
    };
  }

  @Override
  public <T extends Record> Optional<T> options(String plugin, Class<T> type) {
    return parts.stream()
        .filter(part -> part.plugin().equals(plugin))
        .flatMap(part -> part.options().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  @Override
  public String state(String plugin) {
    return parts.stream()
        .filter(part -> part.plugin().equals(plugin))
        .map(part -> part.options().toString())
        .findFirst()
        .orElse("");
  }

  @Override
  public void fire(Object event) {}

  @Override
  public void close() {}

  Tensor latents() {
    return latents;
  }

  List<Integer> evaluated() {
    return evaluated;
  }

  List<HookCall> calls() {
    return calls;
  }

  int opened() {
    return opened;
  }

  int closed() {
    return closed;
  }
}
