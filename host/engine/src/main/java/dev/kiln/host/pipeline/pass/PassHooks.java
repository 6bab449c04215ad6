package dev.kiln.host.pipeline.pass;

import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.Opened;
import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.RowPlan;
import dev.kiln.spi.generate.StepView;
import dev.kiln.spi.hook.DenoiseHook;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.hook.Guidance;
import dev.kiln.spi.hook.GuidanceHook;
import dev.kiln.spi.hook.GuidanceInterceptor;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.RowFilter;
import dev.kiln.spi.hook.RowHook;
import dev.kiln.spi.hook.StepListener;
import dev.kiln.spi.hook.StepObserver;
import dev.kiln.spi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the hooks opened for one pass; closes all of it when the pass ends. */
public final class PassHooks implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PassHooks.class);

  private final List<Opened<RowFilter>> filters = new ArrayList<>();
  private final List<Opened<DenoiseInterceptor>> interceptors = new ArrayList<>();
  private final List<Opened<GuidanceInterceptor>> guidanceInterceptors = new ArrayList<>();
  private final List<Opened<StepObserver>> observers = new ArrayList<>();
  private final Opened<Guidance> guidance;

  /**
   * @param views a pass context for each plugin id
   * @param wantedGuidance the name that the request gives, empty for none
   */
  public PassHooks(Hooks hooks, Function<String, PassContext> views, String wantedGuidance) {
    try {
      open(hooks, RowHook.class, filters, (hook, plugin) -> hook.open(views.apply(plugin)));
      open(
          hooks, DenoiseHook.class, interceptors, (hook, plugin) -> hook.open(views.apply(plugin)));
      open(
          hooks,
          GuidanceHook.class,
          guidanceInterceptors,
          (hook, plugin) -> hook.open(views.apply(plugin)));
      openObservers(hooks, views);
      guidance = guidance(new GuidanceChoice(hooks, views).choose(wantedGuidance), views);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private interface Opener<H, T> {
    Optional<? extends T> open(H hook, String plugin);
  }

  private static <H extends HookPoint, T extends AutoCloseable> void open(
      Hooks hooks, Class<H> type, List<Opened<T>> opened, Opener<H, T> opener) {
    for (Hook<H> hook : hooks.of(type)) {
      try {
        opener
            .open(hook.extension(), hook.plugin())
            .ifPresent(part -> opened.add(new Opened<>(hook.plugin(), part)));
      } catch (RuntimeException | Error e) {
        throw Attribution.of(e, hook.plugin(), type.getSimpleName() + ".open");
      }
    }
  }

  private static Opened<Guidance> guidance(
      Hook<GuidanceProvider> winner, Function<String, PassContext> views) {
    try {
      return new Opened<>(winner.plugin(), winner.extension().open(views.apply(winner.plugin())));
    } catch (RuntimeException | Error e) {
      throw Attribution.of(e, winner.plugin(), "GuidanceProvider.open");
    }
  }

  private void openObservers(Hooks hooks, Function<String, PassContext> views) {
    for (Hook<StepListener> hook : hooks.of(StepListener.class)) {
      try {
        hook.extension()
            .open(views.apply(hook.plugin()))
            .ifPresent(part -> observers.add(new Opened<>(hook.plugin(), part)));
      } catch (RuntimeException | Error e) {
        LOG.warn("plugin '{}' cannot watch this pass: {}", hook.plugin(), e.getMessage());
      }
    }
  }

  /** Whether predictions are combined by the host's own formula, and nobody works on them. */
  boolean guidedByHost() {
    return guidance.part() instanceof ClassifierFreeGuidance && guidanceInterceptors.isEmpty();
  }

  Opened<Guidance> guidance() {
    return guidance;
  }

  List<Opened<GuidanceInterceptor>> guidanceInterceptors() {
    return guidanceInterceptors;
  }

  List<Opened<DenoiseInterceptor>> interceptors() {
    return interceptors;
  }

  /** Who opened something that may change the pictures. */
  Stream<String> changing() {
    return Stream.of(filters, interceptors, guidanceInterceptors, List.of(guidance))
        .flatMap(List::stream)
        .map(Opened::plugin);
  }

  void filter(RowPlan plan) {
    for (int i = 0; i < filters.size(); i++) {
      try {
        filters.get(i).part().filter(plan);
      } catch (RuntimeException | Error e) {
        throw Attribution.of(e, filters.get(i).plugin(), "rows", plan.step());
      }
    }
  }

  /** Tell the observers; one that fails is told no more. */
  void stepEnded(StepView step, Tensor denoised) {
    for (int i = observers.size() - 1; i >= 0; i--) {
      try {
        observers.get(i).part().stepEnded(step, denoised);
      } catch (RuntimeException | Error e) {
        LOG.warn(
            "plugin '{}' stopped watching at step {}: {}",
            observers.get(i).plugin(),
            step.step(),
            String.valueOf(e.getMessage()));
        close(observers.remove(i));
      }
    }
  }

  @Override
  public void close() {
    List.of(filters, interceptors, guidanceInterceptors, observers)
        .forEach(
            opened -> {
              opened.forEach(PassHooks::close);
              opened.clear();
            });
  }

  private static void close(Opened<? extends AutoCloseable> opened) {
    try {
      opened.part().close();
    } catch (Exception | Error e) {
      LOG.warn("plugin '{}' failed at the end of a pass: {}", opened.plugin(), e.getMessage());
    }
  }
}
