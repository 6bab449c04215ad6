package dev.kiln.plugin.systeminfo;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class SystemInfoArchitectureTest extends PluginArchitectureContract {}
