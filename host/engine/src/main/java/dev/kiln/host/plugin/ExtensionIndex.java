package dev.kiln.host.plugin;

import dev.kiln.host.plugin.PluginIndex.CommandIndex;
import dev.kiln.host.plugin.PluginIndex.FlagIndex;
import dev.kiln.host.plugin.PluginIndex.RouteIndex;
import dev.kiln.spi.HookOrder.Phase;
import dev.kiln.spi.WakeOn.Wake;
import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.hook.ConvolutionOptimizer;
import dev.kiln.spi.hook.GuidanceProvider;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.InfotextReader;
import dev.kiln.spi.hook.PromptProcessor;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.hook.Upscaler;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One extension class.
 *
 * @param wakeFolders of which the models folder must have one for a generation to wake it, or
 *     models of one of the kinds
 * @param wakePixels of a picture from which on a generation wakes it
 * @param offers the name of a guidance or of an optimizer, the names of an upscaler, the tags of a
 *     prompt processor, the keys of an infotext reader
 */
public record ExtensionIndex(
    String type,
    List<Class<? extends HookPoint>> hooks,
    Phase phase,
    List<String> before,
    List<String> after,
    Wake wake,
    List<String> wakeFolders,
    List<ModelFiles.Kind> wakeModels,
    long wakePixels,
    List<String> offers,
    int rank,
    boolean exact,
    List<String> flags,
    @Nullable SamplerInfo sampler,
    @Nullable ScheduleInfo schedule,
    @Nullable PreprocessorInfo preprocessor,
    List<RouteIndex> routes,
    @Nullable ErrorFormIndex errorForm,
    List<CommandIndex> commands,
    List<FlagIndex> cliFlags) {
  /** Hooks whose name or tags {@code @Offers} says. */
  private static final Set<Class<? extends HookPoint>> NAMED =
      Set.of(
          GuidanceProvider.class,
          AttentionOptimizer.class,
          ConvolutionOptimizer.class,
          PromptProcessor.class,
          Upscaler.class,
          InfotextReader.class);

  /** What lacks a part was written by something else: it is refused here, not when it is used. */
  public ExtensionIndex {
    Objects.requireNonNull(type);
    Objects.requireNonNull(phase);
    Objects.requireNonNull(wake);
    hooks = List.copyOf(hooks);
    requireOffer(hooks, SamplerProvider.class, sampler);
    requireOffer(hooks, ScheduleProvider.class, schedule);
    requireOffer(hooks, ControlPreprocessor.class, preprocessor);
    wakeFolders = wakeFolders == null ? List.of() : List.copyOf(wakeFolders);
    wakeModels = wakeModels == null ? List.of() : List.copyOf(wakeModels);
    before = List.copyOf(before);
    after = List.copyOf(after);
    offers = List.copyOf(offers);
    flags = List.copyOf(flags);
    routes = List.copyOf(routes);
    commands = List.copyOf(commands);
    cliFlags = List.copyOf(cliFlags);
  }

  private static void requireOffer(
      List<Class<? extends HookPoint>> hooks,
      Class<? extends HookPoint> hook,
      @Nullable Record offer) {
    if (hooks.contains(hook)) {
      Objects.requireNonNull(offer);
    }
  }

  /** The names that it answers to as an extension of a hook, the listed one first. */
  List<String> names(Class<? extends HookPoint> hook) {
    if (hook == SamplerProvider.class) {
      return sampler.names();
    } else if (hook == ScheduleProvider.class) {
      return schedule.names();
    } else if (hook == ControlPreprocessor.class) {
      return preprocessor.names();
    }
    return NAMED.contains(hook) ? offers : List.of();
  }
}
