package dev.kiln.host.request;

import dev.kiln.host.pipeline.ParametersText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One field of a request: its names in every interface, its allowed values and its default. {@link
 * RequestFields} has them all.
 *
 * @param name in Kiln's JSON
 * @param help what it does, in half a sentence
 * @param title what errors call it
 * @param flag on the command line
 * @param infotext its key in the infotext
 * @param webui what webUI calls it
 */
public record RequestField<T>(
    String name,
    FieldType<T> type,
    T defaultValue,
    String help,
    String title,
    Bounds bounds,
    Flag flag,
    InfotextKey infotext,
    Webui webui) {
  /**
   * A flag.
   *
   * @param names with their dashes; empty for no flag
   * @param value what stands behind it in the help
   */
  public record Flag(String value, List<String> names) {}

  /** When a field is written into the infotext. */
  public enum Written {
    NEVER,
    ALWAYS,
    WHEN_CHANGED,
    /** By {@link ParametersText}: what is written depends on more than this field. */
    AS_SETTLED
  }

  /** A key of the infotext. One that ends in -1 is the width of a size WxH, in -2 its height. */
  public record InfotextKey(String key, Written written) {}

  /**
   * Names in webUI's API.
   *
   * @param field of a request; empty for none
   * @param option of {@code /sdapi/v1/options} and {@code override_settings}; empty for none
   */
  public record Webui(String field, String option) {}

  /** A field that Kiln's JSON alone has, with any value. */
  static <T> RequestField<T> of(String name, FieldType<T> type, T defaultValue, String help) {
    return new RequestField<>(
        name,
        type,
        defaultValue,
        help,
        name,
        Bounds.NONE,
        new Flag("", List.of()),
        new InfotextKey("", Written.NEVER),
        new Webui("", ""));
  }

  RequestField<T> called(String title) {
    return new RequestField<>(name, type, defaultValue, help, title, bounds, flag, infotext, webui);
  }

  RequestField<T> within(Bounds bounds) {
    return new RequestField<>(name, type, defaultValue, help, title, bounds, flag, infotext, webui);
  }

  RequestField<T> flag(String value, String... names) {
    Flag flag = new Flag(value, List.of(names));
    return new RequestField<>(name, type, defaultValue, help, title, bounds, flag, infotext, webui);
  }

  RequestField<T> infotext(String key, Written written) {
    InfotextKey infotext = new InfotextKey(key, written);
    return new RequestField<>(name, type, defaultValue, help, title, bounds, flag, infotext, webui);
  }

  RequestField<T> webui(String field) {
    return webui(new Webui(field, webui.option()));
  }

  RequestField<T> webuiOption(String option) {
    return webui(new Webui(webui.field(), option));
  }

  private RequestField<T> webui(Webui webui) {
    return new RequestField<>(name, type, defaultValue, help, title, bounds, flag, infotext, webui);
  }

  /** The default as JSON has it; null for a field that is left out. */
  public @Nullable Object writtenDefault() {
    return type.writer().apply(defaultValue);
  }

  /** The value of a request as JSON has it; null for a field that is left out. */
  public @Nullable Object write(GenerationRequest request) {
    return type.writer().apply(request.get(this));
  }

  /**
   * The value that something written means.
   *
   * @throws dev.kiln.spi.BadRequest when it means none
   */
  T read(Object written) {
    return type.reader().apply(title, written);
  }

  /**
   * Refuse what is written where it would make a request fail.
   *
   * @throws dev.kiln.spi.BadRequest when it is no value of the field, or out of its bounds
   */
  public void checkWritten(Object written) {
    if (type.writer().apply(read(written)) instanceof Number number) {
      bounds.check(title, number);
    }
  }

  void check(GenerationRequest request) {
    if (write(request) instanceof Number number) {
      bounds.check(title, number);
    }
  }

  /** A field is itself alone: no copy is meant to be it, and what it is made of says nothing. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
