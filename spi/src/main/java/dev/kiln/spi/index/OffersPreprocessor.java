package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import dev.kiln.spi.control.PreprocessorInfo.Trait;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes the map of a {@code ControlPreprocessor}. The host lists it from this, and wakes the
 * plugin when a map is asked for. {@link dev.kiln.spi.control.PreprocessorInfo} says what each
 * means.
 */
@Documented
@Inherited
@ValueType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OffersPreprocessor {
  /** As webUI's API knows it: "oneformer_ade20k". */
  String name();

  /** As webUI's page shows it: "seg_ofade20k"; empty for the name. */
  String label() default "";

  /** The control types that it makes maps for: "Segmentation". */
  String[] tags() default {};

  /** Of threshold a and threshold b, in this order, as many as it has. */
  Slider[] sliders() default {};

  /** Higher is listed first; the first of a control type is its default. */
  int priority() default 0;

  Trait[] traits() default {};

  /** A number that the user may set. */
  @Documented
  @ValueType
  @Retention(RetentionPolicy.RUNTIME)
  @Target({})
  @interface Slider {
    String label();

    /** Where the user says nothing, or something out of range. */
    double value();

    double min();

    double max();

    double step();
  }
}
