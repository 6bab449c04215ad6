package dev.kiln.host.plugin;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import java.util.Map;

/** Lends the host's services to a plugin's container as beans of their SPI interface. */
final class HostBridge implements Extension {
  private final Map<Class<?>, Object> services;

  HostBridge(Map<Class<?>, Object> services) {
    this.services = services;
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
}
