package dev.kiln.host.request;

import dev.kiln.host.image.PictureFile;
import dev.kiln.spi.BadRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Java type of a field's values, and how they are written in JSON and on the command line.
 *
 * @param java the class of a value
 * @param written the type in JSON and on the command line: String, Boolean, Integer, Long, Double
 *     or List
 * @param choices all that may be written, in any case; empty for no such list
 * @param reader from the field's title and what is written to the value
 * @param writer from the value to what is written, null for a value that is left out
 */
public record FieldType<T>(
    Class<T> java,
    Class<?> written,
    List<String> choices,
    BiFunction<String, Object, T> reader,
    Function<T, @Nullable Object> writer) {
  static final FieldType<String> TEXT = plain(String.class);
  static final FieldType<Boolean> BOOLEAN = plain(Boolean.class);
  static final FieldType<Long> LONG = plain(Long.class);
  static final FieldType<Double> NUMBER = plain(Double.class);
  static final FieldType<Integer> INTEGER =
      new FieldType<>(
          Integer.class, Integer.class, List.of(), FieldType::integer, Integer::valueOf);

  /** A number of which 0 and all below, such as webUI's -1, mean none. */
  static final FieldType<Integer> INTEGER_OR_NONE =
      new FieldType<>(
          Integer.class,
          Integer.class,
          List.of(),
          (title, written) -> Math.max(0, integer(title, written)),
          Integer::valueOf);

  /** A number that may be absent, where absent is not the same as any number. */
  static final FieldType<OptionalDouble> OPTIONAL_NUMBER =
      new FieldType<>(
          OptionalDouble.class,
          Double.class,
          List.of(),
          (title, written) -> OptionalDouble.of((Double) written),
          value -> value.isPresent() ? value.getAsDouble() : null);

  /** Any number of texts. */
  static final FieldType<List<String>> TEXTS =
      new FieldType<>(
          listClass(),
          List.class,
          List.of(),
          FieldType::texts,
          value -> value.isEmpty() ? null : value);

  /**
   * Picture files in base64. They are not written back: an answer would be as long as a request.
   */
  static final FieldType<List<PictureFile>> PICTURES =
      new FieldType<>(
          listClass(),
          List.class,
          List.of(),
          (title, written) ->
              texts(title, written).stream().map(it -> PictureFile.ofBase64(title, it)).toList(),
          value -> null);

  /** The same for one that may be absent; an empty text is none. */
  static final FieldType<Optional<PictureFile>> PICTURE =
      new FieldType<>(
          optionalClass(),
          String.class,
          List.of(),
          (title, written) ->
              Optional.of((String) written)
                  .filter(it -> !it.isEmpty())
                  .map(it -> PictureFile.ofBase64(title, it)),
          value -> null);

  /** One of an enum's constants, by its label. */
  static <E extends Enum<E>> FieldType<E> choice(Class<E> type, Function<E, String> label) {
    List<E> all = List.of(type.getEnumConstants());
    return new FieldType<>(
        type,
        String.class,
        all.stream().map(label).toList(),
        (title, written) ->
            all.stream()
                .filter(one -> label.apply(one).equalsIgnoreCase((String) written))
                .findFirst()
                .orElseThrow(() -> unknown(title, written, all.stream().map(label).toList())),
        label::apply);
  }

  private static <T> FieldType<T> plain(Class<T> type) {
    return new FieldType<>(
        type, type, List.of(), (title, written) -> type.cast(written), value -> value);
  }

  private static Integer integer(String title, Object written) {
    long value = ((Number) written).longValue();
    if (value != (int) value) {
      throw new BadRequest(title + " is " + value + ", which is out of all bounds");
    }
    return (int) value;
  }

  @SuppressWarnings("unchecked")
  private static <E> Class<List<E>> listClass() {
    return (Class<List<E>>) (Class<?>) List.class;
  }

  @SuppressWarnings("unchecked")
  private static <E> Class<Optional<E>> optionalClass() {
    return (Class<Optional<E>>) (Class<?>) Optional.class;
  }

  private static List<String> texts(String title, Object written) {
    for (Object one : (List<?>) written) {
      if (!(one instanceof String)) {
        throw new BadRequest(title + " has the entry " + one + "; it must be a list of texts");
      }
    }
    return ((List<?>) written).stream().map(String.class::cast).toList();
  }

  private static BadRequest unknown(String title, Object written, List<String> choices) {
    return new BadRequest(
        title + " is \"" + written + "\"; it must be one of: " + String.join(", ", choices));
  }

  /** As webUI writes it: True, and 7 rather than 7.0. */
  public static String text(Object written) {
    if (written instanceof Boolean value) {
      return value ? "True" : "False";
    }
    return written instanceof Double value && value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.valueOf(value.longValue())
        : written.toString();
  }
}
