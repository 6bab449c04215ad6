package dev.kiln.spi.testkit;

import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.sampler.OfferedSampler;
import dev.kiln.host.sampler.OfferedSchedule;
import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.hook.StepListener;
import dev.kiln.spi.index.Offers;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.TestingGeneration.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The hooks of one generation in the order given, what they open watched; behind them an
 * interceptor that notes when the network runs.
 */
final class WatchedHooks implements HookSource, HookSource.Hooks {
  private static final String NETWORK = "network";

  private final List<Part> parts;
  private final HookWatch watch = new HookWatch();
  private final List<Integer> evaluated = new ArrayList<>();
  private Tensor latents = Tensor.zeros(0, 0, 0, 0);

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
      if (type.isInstance(part.extension())) {
        H extension = type.cast(part.extension());
        H watched = watch.watched(part.plugin(), type, extension);
        hooks.add(new Hook<>(part.plugin(), name(part), 1, watched));
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

  /** As {@code @Offers} says; the plugin's id where a test's class has none. */
  private static String name(Part part) {
    Offers offers = part.extension().getClass().getAnnotation(Offers.class);
    return offers == null ? part.plugin() : offers.value()[0];
  }

  @Override
  public List<OfferedSampler> samplers() {
    return of(SamplerProvider.class).stream()
        .map(
            it -> new OfferedSampler(Declared.sampler(it.extension()), it.extension(), it.plugin()))
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

  HookWatch watch() {
    return watch;
  }
}
