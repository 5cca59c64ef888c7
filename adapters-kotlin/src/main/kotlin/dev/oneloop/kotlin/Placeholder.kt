package dev.oneloop.kotlin

internal class Placeholder
