package dev.kiln.plugin.controlnet;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class ControlNetArchitectureTest extends PluginArchitectureContract {}
