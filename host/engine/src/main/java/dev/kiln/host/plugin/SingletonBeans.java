package dev.kiln.host.plugin;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Beans of a jar whose index says that they want nothing but each other and services of the host,
 * by their constructors: they are made as a container would make them, which itself takes 0.2 s in
 * a new process. Guarded as its plugin is.
 */
final class SingletonBeans implements Beans {
  private final Map<Class<?>, Constructor<?>> constructors;
  private final Map<Class<?>, Object> services;
  private final Map<Class<?>, Object> made = new HashMap<>();

  private SingletonBeans(
      Map<Class<?>, Constructor<?>> constructors, Map<Class<?>, Object> services) {
    this.constructors = constructors;
    this.services = services;
  }

  /**
   * Those of a jar; empty where a container is needed, or is to say what is missing.
   *
   * @param types as the index names them
   * @param services that they may want, by their SPI interface
   */
  static Optional<Beans> of(
      List<String> types, ClassLoader loader, Map<Class<?>, Object> services) {
    Map<Class<?>, Constructor<?>> constructors = new HashMap<>();
    for (String name : types) {
      Constructor<?> constructor = load(name, loader).getDeclaredConstructors()[0];
      constructor.setAccessible(true);
      constructors.put(constructor.getDeclaringClass(), constructor);
    }
    boolean complete =
        constructors.values().stream()
            .flatMap(constructor -> Arrays.stream(constructor.getParameterTypes()))
            .allMatch(type -> services.containsKey(type) || constructors.containsKey(type));
    return types.isEmpty() || !complete
        ? Optional.empty()
        : Optional.of(new SingletonBeans(constructors, services));
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public Object of(Class<?> type) {
    Object service = services.get(type);
    return service != null ? service : bean(type);
  }

  private Object bean(Class<?> type) {
    Object known = made.get(type);
    if (known != null) {
      return known;
    }
    // Taken away while it is made: one that wants itself, by others perhaps, finds no constructor.
    Constructor<?> constructor = constructors.remove(type);
    if (constructor == null) {
      throw new IllegalStateException(type.getName() + " needs itself to be made");
    }
    List<Object> wanted = new ArrayList<>();
    for (Class<?> parameter : constructor.getParameterTypes()) {
      wanted.add(of(parameter));
    }
    Object bean = make(constructor, wanted.toArray());
    made.put(type, bean);
    return bean;
  }

  private static Object make(Constructor<?> constructor, Object... wanted) {
    try {
      return constructor.newInstance(wanted);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException own) {
        throw own;
      } else if (e.getCause() instanceof Error own) {
        throw own;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The index lists none that observe. */
  @Override
  public void fire(Object event) {}

  @Override
  public void close() {
    made.clear();
  }
}
