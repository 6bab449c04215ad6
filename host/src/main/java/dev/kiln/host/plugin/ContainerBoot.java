package dev.kiln.host.plugin;

import java.util.List;
import java.util.Map;

/** What a plugin's container is made of; asked when it boots. */
interface ContainerBoot {
  /** Names of the extension classes of a loaded plugin, by its unique id. */
  List<String> extensionTypes(String uniqueId);

  /** The host's services that its beans may inject, by their SPI interface. */
  Map<Class<?>, Object> services(String uniqueId);
}
