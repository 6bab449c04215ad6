package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.sampling.SamplerInfo.Trait;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes the sampler of a {@code SamplerProvider}. The host lists it from this, and wakes the
 * plugin when a request names it. {@link dev.kiln.spi.sampling.SamplerInfo} says what each means.
 */
@Documented
@Inherited
@ValueType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OffersSampler {
  /** As users know it: "DPM++ 2M". */
  String name();

  /** Further names: "k_dpmpp_2m". */
  String[] aliases() default {};

  /** The name of the schedule that "Automatic" means for it. */
  String schedule() default "uniform";

  Trait[] traits() default {};
}
