package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the record that a plugin's options are bound to, at most one of each {@link Scope} in a
 * jar. Its components are {@code boolean}, {@code int}, {@code double}, {@code String}, an enum or
 * {@code List<Object>}, each with an {@link Option}. From them the host draws the controls on the
 * page, describes and checks the JSON, and maps webUI's arguments. An enum is a choice: a request
 * says the constant's name in lower case, with dashes for underscores, {@code "two-shot"}. A list
 * holds JSON values as they came, which the record itself has to check; it takes all of webUI's
 * arguments that are left, and components behind it none.
 */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface PluginOptions {
  Scope scope() default Scope.REQUEST;

  /**
   * The title under which webUI clients address it in {@code alwayson_scripts}, its arguments in
   * the order of the components; empty for none.
   */
  String script() default "";

  /** Further titles of the script, for clients that look for another. */
  String[] scriptAliases() default {};

  /**
   * Keys of the infotext that tell no more than that the plugin took part. Where one is read back,
   * the plugin is asked for.
   */
  String[] infotext() default {};

  /** Plugins that cannot take part in the same request: the host refuses it with the reason. */
  Excludes[] excludes() default {};

  /**
   * Settings that are worth measuring where accelerators are compared, the mildest first: {@code
   * "method=spectrum, interval=3"}, an empty text for the defaults. Without any, an approximation
   * is measured with its defaults, and another plugin is not.
   */
  String[] presets() default {};

  /** Who sets the options. */
  enum Scope {
    /** Each request, over the settings file. */
    REQUEST,
    /** The settings file alone. */
    SETTINGS
  }
}
