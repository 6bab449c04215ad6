package dev.kiln.host.plugin;

import jakarta.decorator.Decorator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import org.pf4j.Extension;

/**
 * Finds the beans of a jar: annotated classes in the packages of its extensions and in the one that
 * all these lie in. Weld would take every class that it is given for one, and a jar may bundle
 * thousands.
 */
final class BeanClasses {
  private static final List<Class<? extends Annotation>> MARKS =
      List.of(
          ApplicationScoped.class,
          Singleton.class,
          Dependent.class,
          Extension.class,
          Interceptor.class,
          Decorator.class);

  // What lies in fewer is an organization's: com.acme.
  private static final int OWN_PARTS = 3;

  private final Path jar;
  private final ClassLoader loader;

  BeanClasses(Path jar, ClassLoader loader) {
    this.jar = jar;
    this.loader = loader;
  }

  Class<?>[] of(List<String> extensionTypes) {
    // One that is missing must be named, and is not among the files.
    extensionTypes.forEach(this::load);
    Set<String> packages =
        extensionTypes.stream()
            .map(type -> type.substring(0, type.lastIndexOf('.') + 1))
            .collect(Collectors.toSet());
    packages.stream()
        .reduce(BeanClasses::common)
        .filter(it -> it.split("\\.").length >= OWN_PARTS)
        .ifPresent(packages::add);
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .filter(name -> packages.stream().anyMatch(name::startsWith))
          .map(this::load)
          .filter(type -> MARKS.stream().anyMatch(type::isAnnotationPresent))
          .toArray(Class<?>[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The package that both lie in, its last dot included. */
  private static String common(String one, String other) {
    int same = 0;
    while (same < Math.min(one.length(), other.length())
        && one.charAt(same) == other.charAt(same)) {
      same++;
    }
    return one.substring(0, one.lastIndexOf('.', same - 1) + 1);
  }

  private Class<?> load(String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
