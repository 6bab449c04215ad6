package dev.kiln.spi.testkit;

import dev.kiln.spi.control.PreprocessorInfo;
import dev.kiln.spi.control.PreprocessorInfo.Slider;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.index.OffersPreprocessor;
import dev.kiln.spi.index.OffersSampler;
import dev.kiln.spi.index.OffersSchedule;
import dev.kiln.spi.sampling.SamplerInfo;
import dev.kiln.spi.sampling.ScheduleInfo;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What the annotation of an extension's class says, as the host reads it in the index. */
public final class Declared {
  private Declared() {}

  public static SamplerInfo sampler(SamplerProvider provider) {
    OffersSampler it = annotation(provider, OffersSampler.class);
    return new SamplerInfo(it.name(), List.of(it.aliases()), it.schedule(), Set.of(it.traits()));
  }

  public static ScheduleInfo schedule(ScheduleProvider provider) {
    OffersSchedule it = annotation(provider, OffersSchedule.class);
    return new ScheduleInfo(
        it.name(), it.label(), List.of(it.aliases()), it.rho(), it.needsTable());
  }

  public static PreprocessorInfo preprocessor(ControlPreprocessor provider) {
    OffersPreprocessor it = annotation(provider, OffersPreprocessor.class);
    List<Slider> sliders =
        Arrays.stream(it.sliders())
            .map(one -> new Slider(one.label(), one.value(), one.min(), one.max(), one.step()))
            .toList();
    return new PreprocessorInfo(
        it.name(), it.label(), List.of(it.tags()), sliders, it.priority(), Set.of(it.traits()));
  }

  static <A extends Annotation> A annotation(Object extension, Class<A> type) {
    A annotation = extension.getClass().getAnnotation(type);
    if (annotation == null) {
      throw new AssertionError(
          extension.getClass().getName() + " has no @" + type.getSimpleName() + "; add it");
    }
    return annotation;
  }
}
