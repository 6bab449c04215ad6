package dev.kiln.plugin.loopback;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class LoopbackArchitectureTest extends PluginArchitectureContract {}
