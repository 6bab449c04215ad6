package dev.kiln.host.plugin;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.WithAnnotations;
import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Singleton;
import java.util.Map;

/** Adds the host's services to a plugin's container as beans of their SPI interfaces. */
final class HostBridge implements Extension {
  private static final Singleton SINGLETON = new SingletonLiteral();

  private final Map<Class<?>, Object> services;

  HostBridge(Map<Class<?>, Object> services) {
    this.services = services;
  }

  /**
   * An extension is one object for the life of its plugin, also where its author named no scope.
   */
  <T> void oneObject(
      @Observes @WithAnnotations(org.pf4j.Extension.class) ProcessAnnotatedType<T> found,
      BeanManager beans) {
    boolean scoped =
        found.getAnnotatedType().getAnnotations().stream()
            .anyMatch(it -> beans.isScope(it.annotationType()));
    if (!scoped) {
      found.configureAnnotatedType().add(SINGLETON);
    }
  }

  void beans(@Observes AfterBeanDiscovery discovery) {
    services.forEach(
        (type, service) ->
            discovery
                .addBean()
                .beanClass(HostBridge.class)
                .id("host#" + type.getName())
                .types(type, Object.class)
                .addQualifier(Default.Literal.INSTANCE)
                .scope(Dependent.class)
                .createWith(context -> service));
  }

  private static final class SingletonLiteral extends AnnotationLiteral<Singleton>
      implements Singleton {}
}
