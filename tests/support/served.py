"""A vocd that the tests of a class share."""

import unittest

from support.vocd import Vocd


class Served(unittest.TestCase):
    """`vocd` and a gRPC `client` of it, from the first test of the class to its last."""

    OPTIONS = ()  # of vocd

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vocd = Vocd(*cls.OPTIONS)
        cls.addClassCleanup(cls.vocd.close)
        cls.client = cls.vocd.client()
        cls.addClassCleanup(cls.client.close)
