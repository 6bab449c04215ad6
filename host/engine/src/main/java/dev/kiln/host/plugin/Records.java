package dev.kiln.host.plugin;

import dev.kiln.spi.BadRequest;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.Function;

/** Creates instances of the plugins' records. */
final class Records {
  private Records() {}

  /**
   * A record of these values.
   *
   * @param values by the component's name
   * @param refusal before the sentence of a record that refuses them
   * @throws BadRequest when the record refuses them
   */
  static <T extends Record> T make(Class<T> type, Function<String, Object> values, String refusal) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new);
    Object[] arguments =
        Arrays.stream(components)
            .map(it -> fitting(it.getType(), values.apply(it.getName())))
            .toArray();
    try {
      Constructor<T> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof BadRequest wrong) {
        throw wrong;
      }
      throw new BadRequest(refusal + e.getCause().getMessage(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made: " + e.getMessage(), e);
    }
  }

  /** A choice is the text of an enum's constant: "two-shot" is {@code TWO_SHOT}. */
  private static Object fitting(Class<?> type, Object value) {
    return type.isEnum()
        ? Arrays.stream(type.getEnumConstants())
            .filter(it -> ((Enum<?>) it).name().replace('_', '-').equalsIgnoreCase((String) value))
            .findFirst()
            .orElseThrow()
        : value;
  }
}
